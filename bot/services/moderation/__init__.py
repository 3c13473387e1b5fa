"""What moderators do to private numbers, the record of it, and what people answer."""
