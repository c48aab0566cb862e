"""Many flights: payload, dispersion, window, sensitivity, reconstruction."""
