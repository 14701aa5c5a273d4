"""Notebooks that were handed in: from a file that nobody has looked at to the code of its cells."""
