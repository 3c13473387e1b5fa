"""Tables of what people said of their age."""
