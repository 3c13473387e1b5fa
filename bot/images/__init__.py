"""Images drawn anew, in a process of their own: see README.md."""
