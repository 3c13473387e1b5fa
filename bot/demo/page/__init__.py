"""A page on which a newcomer is three people side by side: `lend-an-ear demo`."""
