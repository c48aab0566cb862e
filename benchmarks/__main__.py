"""Print the benchmark table: ``python -m benchmarks``, or ``python -m benchmarks NAME``."""

import sys
from collections.abc import Callable, Iterator

from benchmarks import optimum, processes, right_hand_side
from benchmarks.rows import Row, printed

GROUPS: dict[str, Callable[[], Iterator[Row]]] = {
    "right-hand-side": right_hand_side.rows,
    "delta-iii": optimum.delta_iii,
    "vostochny-2016": optimum.vostochny,
    "processes": processes.rows,
}


def main(names: list[str]) -> int:
    """Run the groups named, or all."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"error: no benchmark {unknown[0]}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    rows = [row for name in names or GROUPS for row in GROUPS[name]()]
    print(printed(rows))
    return 0


sys.exit(main(sys.argv[1:]))
