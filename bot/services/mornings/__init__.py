"""Words that a listener writes now, and that go in the asker's morning."""
