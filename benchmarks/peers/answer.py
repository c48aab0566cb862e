"""What an adapter prints and the table reads: one line of JSON, after whatever else was printed.

Imports nothing but the standard library: this runs in the environment of every peer.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import TypeVar

MARK = "answer "
PATIENCE_S = 3.0
Ready = TypeVar("Ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One problem solved once.

    Attributes
    ----------
    construct_s, solve_s : float
        Wall time until the solver could start, and of the solver [s].
    objective : float
        As published, in the unit of the problem.
    final_time_s : float
        End of the last phase [s].
    mesh : str
    """

    construct_s: float
    solve_s: float
    objective: float
    final_time_s: float
    mesh: str

    @property
    def whole_s(self) -> float:
        """Construct and solve [s]."""
        return self.construct_s + self.solve_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A problem solved in a process that had only imported.

    Attributes
    ----------
    version : str
        Of the tool.
    first : Attempt
    again : Attempt or None
        In the same process; none when the first took long.
    """

    version: str
    first: Attempt
    again: Attempt | None


Solver = Callable[[], Attempt]


def attempt(
    construct: Callable[[], Ready],
    solve: Callable[[Ready], tuple[float, float]],
    mesh: str,
) -> Attempt:
    """Time the two halves; `solve` gives the objective and the final time [s]."""
    begin = perf_counter()
    ready = construct()
    middle = perf_counter()
    objective, final_time = solve(ready)
    end = perf_counter()
    return Attempt(
        construct_s=middle - begin,
        solve_s=end - middle,
        objective=float(objective),
        final_time_s=float(final_time),
        mesh=mesh,
    )


def main(package: str, problems: Mapping[str, Solver], arguments: Sequence[str]) -> None:
    """Solve the problem named on the command line, twice when quick, and print the answer."""
    solver = problems[arguments[0]]
    first = solver()
    again = solver() if first.whole_s < PATIENCE_S else None
    answer = Answer(version=_version(package), first=first, again=again)
    sys.stdout.write("\n" + MARK + json.dumps(asdict(answer)) + "\n")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def read(output: str) -> Answer:
    """The answer in the output of an adapter.

    Raises
    ------
    ValueError
        If there is none, or it is not whole.
    """
    lines = [line for line in output.splitlines() if line.startswith(MARK)]
    if not lines:
        raise ValueError("it printed no answer")
    try:
        found = json.loads(lines[-1].removeprefix(MARK))
        again = found["again"] and Attempt(**found["again"])
        return Answer(version=found["version"], first=Attempt(**found["first"]), again=again)
    except (KeyError, TypeError, json.JSONDecodeError) as fault:
        raise ValueError(f"its answer is not whole: {fault}") from fault
