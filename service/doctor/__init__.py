"""What is wrong with an installation, and how to mend it: one module for each kind of thing that is looked at."""
