"""Pad to injection: dynamics, sequence, steering, optimum, flight, losses, loads, falls."""
