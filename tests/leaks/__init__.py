"""What must reach nobody: looked for in everything that a journey leaves behind."""
