"""The numerical checker, usable on any function."""
