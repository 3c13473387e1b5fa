"""What follows a conversation: did it help, thanks, reflections, the same listener again."""
