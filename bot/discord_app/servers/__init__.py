"""/setup, what it finds, and what a server switches on."""
