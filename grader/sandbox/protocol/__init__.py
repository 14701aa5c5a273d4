"""What both sides of the pipe know: frames, and the values that travel in them."""
