"""A mission from file to result."""
