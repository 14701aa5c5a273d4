"""What would get full marks and should not: wrong versions of the solutions, graded."""
