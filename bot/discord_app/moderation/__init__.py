"""`/moderate`: how the server is doing, private numbers, and what can be done to one."""
