"""Grading a whole class: from a folder of submissions to a table of grades that survives a kill."""
