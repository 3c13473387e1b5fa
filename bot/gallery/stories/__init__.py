"""What people do in the gallery: a function for each story, by subject."""
