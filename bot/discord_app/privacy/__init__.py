"""/privacy: what is kept, the export, and erasing everything."""
