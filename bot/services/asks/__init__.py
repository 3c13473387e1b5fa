"""An ask from its draft to its end: written, posted, followed up, closed; what limits it."""
