"""An autograder for numerical coursework.

Left without imports on purpose: the command starts the student's process before anything heavy is
loaded. Authors of checks import from `grader.authoring` and `grader.checking`.
"""

__version__ = "0.1.0"
