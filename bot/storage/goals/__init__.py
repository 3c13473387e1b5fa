"""Tables of goals, check-ins and partners."""
