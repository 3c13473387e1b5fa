"""Who is told of an ask and when, and what they answer."""
