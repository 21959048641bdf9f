"""The parts of `scripts/fuzz.py`: what is fuzzed, what must hold, and the runs."""
