"""Steps 4 and 5, check and score: from what was handed in to a report, one task after the other."""
