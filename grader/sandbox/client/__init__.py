"""The judge's side: starts workers, asks them under time limits, and believes nothing they say."""
