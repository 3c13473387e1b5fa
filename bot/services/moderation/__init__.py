"""What moderators do to private numbers, the record of it, answers to it, what people report."""
