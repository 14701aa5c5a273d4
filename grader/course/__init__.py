"""Step 1, discover: courses, their tasks and settings, and what they hand out."""
