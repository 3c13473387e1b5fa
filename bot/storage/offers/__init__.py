"""The table of offers, and who may get one."""
