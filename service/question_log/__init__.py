"""The question log, off unless a clinic switches it on: what is asked and not answered, without who asked."""
