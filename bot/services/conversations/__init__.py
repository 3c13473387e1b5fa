"""Two people talk through the bot: whose words, where they go, how it ends."""
