"""Ten thousand guided flights: what varies, how it is drawn, what comes of it."""
