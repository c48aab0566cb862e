"""The Earth under and around a launch: ellipsoid, gravity, atmosphere, wind, orientation."""
