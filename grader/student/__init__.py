"""The student's code, out of process: the worker that runs it and the judge's side of the pipe."""
