"""Buttons and forms as discord.py sends and receives them."""
