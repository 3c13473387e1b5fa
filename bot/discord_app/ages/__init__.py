"""Ages: what a server chooses, what people say of theirs, and how they go on from there."""
