"""The question that a listener may ask before they accept, and its answer."""
