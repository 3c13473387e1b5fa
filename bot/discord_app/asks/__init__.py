"""/ask: the form, the preview, the buttons of an ask that waits."""
