"""How notices and answers read, and the buttons below them."""
