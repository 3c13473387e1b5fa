"""Ages: what a server chose, what people say of theirs, and whether they may ask or listen now."""
