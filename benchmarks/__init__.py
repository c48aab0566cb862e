"""Speed and quality of solutions, beside what must be reached; run by `make bench`."""
