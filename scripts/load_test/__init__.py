"""The parts of the load test: who asks what, what comes back, and what goes on meanwhile."""
