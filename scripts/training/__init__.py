"""Training the encoder: what it learns from, what it is asked to get right, and what is written down about it."""
