"""Numerical methods; knows no rockets."""
