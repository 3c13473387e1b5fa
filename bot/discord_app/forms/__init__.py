"""A form that was not taken opens again."""
