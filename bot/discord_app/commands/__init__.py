"""One file for each thing that a person can do; they do not know of each other."""
