"""Buttons below the answer to words outside a conversation."""
