"""Step 2, open: what was handed in, and which of its files is which task's."""
