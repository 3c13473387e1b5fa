"""The threads of open asks, and what was written in them."""
