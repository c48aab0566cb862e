"""Speed and solution quality, each beside a peer or a bound; times are never asserted."""
