"""What is written outside a conversation; the hello that shows who can be reached."""
