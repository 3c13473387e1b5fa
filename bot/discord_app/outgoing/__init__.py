"""Messages on their way to Discord, and what a refusal means."""
