"""A testimony as something to read."""
