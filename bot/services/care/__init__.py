"""Help cards: which one somebody's own words call for, shown to them alone."""
