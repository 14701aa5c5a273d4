"""The commands `grade`, for students and CI, and `grader`, for instructors."""
