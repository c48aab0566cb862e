"""From injection to satellites: elements, separation, propagation."""
