"""Encouragements that members suggest: written, decided about by moderators, taken back."""
