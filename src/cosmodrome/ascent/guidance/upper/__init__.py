"""Flights from the launcher's cut-off to the satellites, in compiled code."""
