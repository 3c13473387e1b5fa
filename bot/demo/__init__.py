"""The main job, played by four people on a local Discord: `lend-an-ear demo --script`."""
