"""From the judge to the process of a submission: pipes, deadlines, a fresh process after a loss."""
