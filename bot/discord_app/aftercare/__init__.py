"""Buttons and forms that follow a conversation."""
