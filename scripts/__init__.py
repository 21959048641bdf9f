"""The jobs of a maintainer, as thin doors onto the code that `ownwords` runs."""
