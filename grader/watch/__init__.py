"""`grade --watch`: grades again whenever a file is saved, on a screen of its own."""
