"""/conversations, and the buttons of a conversation that is open or over."""
