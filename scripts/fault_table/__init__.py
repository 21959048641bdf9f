"""The parts of the fault table: a place to break things in, the faults, and what must never come of them."""
