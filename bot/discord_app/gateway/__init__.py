"""The connection: which events are asked for, and in which order they are taken in."""
