"""Private numbers that moderators may see, what they did to them, and the record of it."""
