"""/help, /privacy and /helplines."""
