"""Checking in the student's own session: a notebook, a console, a script."""
