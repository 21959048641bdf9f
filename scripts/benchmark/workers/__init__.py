"""The programs that the benchmark drives, one for each contestant. Each runs in a virtual environment of its own.

They import nothing of this project but each other, so that an alternative needs nothing of ours; only the worker of
Own Words does.
"""
