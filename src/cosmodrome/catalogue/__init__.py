"""Launchers, pads, satellites, stations and missions as files, every number with its source."""
