"""/listen and the settings of a listener."""
