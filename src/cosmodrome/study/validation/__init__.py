"""Published cases run again: what cosmodrome finds beside what is known, row by row."""
