"""/help and /helplines."""
