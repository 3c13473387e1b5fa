"""How long a test waits for what has to come.

It proves that something comes, never how fast: several processes of tests share few processors, and
whatever they start stands in line with them.
"""

PATIENCE = 90.0
"""Real seconds. What is not there by then does not come; pytest gives a whole test five minutes."""
