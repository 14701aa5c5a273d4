"""Beside the student's code: answers requests, with no more than the standard library and NumPy."""
