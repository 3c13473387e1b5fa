"""Tables of who never meets whom again in a server."""
