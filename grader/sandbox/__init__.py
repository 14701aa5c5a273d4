"""Step 3, run: the student's code in a process of its own, the worker, and how it is asked."""
