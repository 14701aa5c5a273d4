"""A class at a glance: what `grader report` tells of what `grader batch` wrote."""
