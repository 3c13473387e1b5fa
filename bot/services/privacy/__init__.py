"""What is stored about somebody: looked at, exported, erased."""
