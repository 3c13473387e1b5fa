"""The fields in which a schedule is typed."""
