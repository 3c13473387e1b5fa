"""Handlers of open asks: what is pressed in their threads, and by whoever asked."""
