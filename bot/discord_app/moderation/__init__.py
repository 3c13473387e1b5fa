"""`/moderate`: how the server is doing, private numbers, reports, and what can be done then."""
