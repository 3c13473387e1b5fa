"""/community."""
