"""cosmodrome flies an orbital launch from the pad to the satellites, and says how sure it is."""
