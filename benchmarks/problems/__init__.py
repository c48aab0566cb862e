"""Optimal-control problems of the field as anyone can read them, one file each."""
