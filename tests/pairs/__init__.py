"""Pairs of one story with two askers, in which nobody else can tell which of them it was."""
