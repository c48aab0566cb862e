"""Every exception of the package.

    CosmodromeError
    ├── InputError      a file, key or argument is wrong; carries one Fault for each thing wrong
    │   └── UnknownNameError   a name the catalogue does not have; carries the nearest ones
    ├── OutputError     a result cannot be written; nothing already on disk is lost
    └── MissingExtraError   an optional dependency is absent; carries the install line

A flight that cannot be flown is not an exception but an outcome with advice.
"""

from dataclasses import dataclass


class CosmodromeError(Exception):
    """Base of every error raised on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in one place, and what would be right.

    Attributes
    ----------
    file : str
        File or command argument at fault.
    key : str
        Dotted path of the key, empty when the whole file is meant.
    problem, remedy : str
        What is wrong; what would be right.
    line : int or None
        Line counted from 1 [-], when known.
    """

    file: str
    key: str
    problem: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        key = f" {self.key}:" if self.key else ""
        return f"{place}:{key} {self.problem}; {self.remedy}"


class InputError(CosmodromeError):
    """One or more faults in what the user gave.

    Parameters
    ----------
    *faults : Fault
        Everything found, in the order of the file.
    """

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class UnknownNameError(InputError):
    """A name that stands in no catalogue folder searched.

    Parameters
    ----------
    kind, name : str
        What was looked for.
    nearest : tuple of str
        Names that differ little.
    """

    def __init__(self, kind: str, name: str, nearest: tuple[str, ...] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest
        offer = f"did you mean {' or '.join(nearest)}?" if nearest else "see `cosmodrome list`"
        super().__init__(Fault(file=name, key="", problem=f"no {kind} of this name", remedy=offer))


class OutputError(CosmodromeError):
    """A result could not be written."""


class MissingExtraError(CosmodromeError):
    """An optional part is not installed.

    Parameters
    ----------
    extra, purpose : str
        Name of the extra and what it is for.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an extra: pip install 'cosmodrome[{extra}]'")
