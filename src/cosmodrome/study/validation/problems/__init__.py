"""Optimal-control problems with published optima."""
