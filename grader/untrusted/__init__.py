"""Names and texts that somebody else chose: looked at, never run, shown without doing harm."""
