"""What a server chose: /setup, its panel, its channel for asks."""
