"""Known misses of the webcast cases: error [%] and what is known of its cause."""

MISSES: dict[str, dict[str, tuple[float, str]]] = {}
