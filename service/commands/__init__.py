"""The commands of `ownwords`, a file for each theme; service/cli.py puts them together."""
