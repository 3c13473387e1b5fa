"""Tables of the encouragements that members suggest."""
