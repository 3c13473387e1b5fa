"""The bot's Discord side: what people press, what they read, and what Discord is asked to do."""
