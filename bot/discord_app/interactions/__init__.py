"""A press, a command or a form on its way to its handler and back."""
