"""One async function for each intention of a person; what is due; what must be said."""
