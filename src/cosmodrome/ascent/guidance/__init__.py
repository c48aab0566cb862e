"""Guided flight, compiled: open loop through the air, an explicit law above it."""
