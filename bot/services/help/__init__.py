"""Which help lines somebody looked at, remembered for them."""
