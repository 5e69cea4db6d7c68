"""Who asks, what they may do and see, and what is kept of it."""
