"""What leaves the course's folder: the students' copy, a bundle for Gradescope, CI recipes."""
