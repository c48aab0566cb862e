"""What stands on the pad: engines, stages, fairing, satellites, the pad; records of numbers."""
