"""/encourage, My schedule, and the schedules of channels."""
