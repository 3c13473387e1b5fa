"""The main job played by four people on a local Discord."""
