"""What a community learns about itself: noted by week, counted when a week is over."""
