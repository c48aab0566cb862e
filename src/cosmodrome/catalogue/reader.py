"""Reading a YAML file: its tree of nodes, the log of what is wrong in it, the file without faults.

A layout is a tree of fields (`fields.py`). Each field turns one node of the file into a plain
value, or writes into the log what is wrong and gives None. Nothing is built from a file with
faults.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from cosmodrome.catalogue.figure import Figure
from cosmodrome.errors import Fault, InputError

# A node of the composed YAML tree, which ruamel.yaml leaves untyped.
Node = Any


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands.

    Attributes
    ----------
    file : str
        A file based on another holds nodes of both.
    line : int
        Counted from 1 [-].
    """

    file: str
    line: int


def spot_of(node: Node) -> Spot:
    """Where a node begins.

    Parameters
    ----------
    node : Node
        From `compose`.
    """
    return Spot(file=str(node.start_mark.name), line=node.start_mark.line + 1)


@dataclass(slots=True)
class Log:
    """What reading one file gathers.

    Attributes
    ----------
    faults : list of Fault
    figures : list of Figure
    spots : dict of str to Spot
        Where each key read stands.
    """

    faults: list[Fault] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)

    def fault(self, node: Node, key: str, problem: str, remedy: str) -> None:
        """Write down a fault at the line of a node.

        Parameters
        ----------
        node : Node
            Node of the tree of the file.
        key, problem, remedy : str
            Dotted path; what is wrong; what would be right.
        """
        spot = spot_of(node)
        self.faults.append(
            Fault(file=spot.file, line=spot.line, key=key, problem=problem, remedy=remedy)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A mapping of the file, for checks that concern several of its keys.

    Attributes
    ----------
    node : Node
    key : str
        Dotted path of the mapping.
    log : Log
    """

    node: Node
    key: str
    log: Log

    def fault(self, key: str, problem: str, remedy: str) -> None:
        """Write down a fault at a key of the mapping, at the mapping when the key is absent.

        Parameters
        ----------
        key : str
            May be dotted to reach into mappings below.
        problem, remedy : str
            What is wrong; what would be right.
        """
        path = join(self.key, key)
        spot = self.log.spots.get(path, spot_of(self.node))
        self.log.faults.append(
            Fault(file=spot.file, line=spot.line, key=path, problem=problem, remedy=remedy)
        )


class Field(ABC):
    """One kind of value in a file."""

    @abstractmethod
    def read(self, node: Node, key: str, log: Log) -> Any:
        """Value of a node, None after a fault.

        Parameters
        ----------
        node : Node
            Node of the tree of the file.
        key : str
            Dotted path of the node.
        log : Log
            Log of the file.
        """


def compose(path: Path) -> Node:
    """Tree of nodes of a YAML 1.2 file.

    Parameters
    ----------
    path : pathlib.Path
        File to read.

    Raises
    ------
    InputError
        If the file cannot be read, is empty, is not YAML or is not one mapping.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.composer.warn_double_anchors = False  # YAML 1.2 allows them, section 3.2.2.2
        stream = StringIO(path.read_text(encoding="utf-8"))
        # The marks of the nodes take their file from it.
        stream.name = str(path)
        root = yaml.compose(stream)
    except OSError as error:
        raise _whole(path, f"cannot be read: {error.strerror}", "check the path") from error
    except UnicodeDecodeError as error:
        raise _whole(path, "is not text in UTF-8", "save it as UTF-8") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = f"is not YAML: {error.problem or error.context}"
        raise _whole(path, problem, "mend the line", line) from error
    except (YAMLError, RecursionError) as error:
        raise _whole(path, f"is not YAML: {str(error).splitlines()[0]}", "mend it") from error
    if root is None or root.tag.endswith(":null"):
        raise _whole(path, "is empty", "see a shipped file with `cosmodrome show`")
    if root.id != "mapping":
        raise _whole(path, "is not a mapping of keys to values", "write `key: value` lines", 1)
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file without faults of its own.

    Attributes
    ----------
    file : pathlib.Path
    values : dict
        Nested as the file is, in SI and radians.
    figures : tuple of Figure
        In the order of the file.
    spots : dict of str to Spot
        Where each key stands.
    """

    file: Path
    values: dict[str, Any]
    figures: tuple[Figure, ...]
    spots: dict[str, Spot]

    def fault(self, key: str, problem: str, remedy: str) -> Fault:
        """Fault at a key, for what only shows beside other files.

        Parameters
        ----------
        key, problem, remedy : str
            Dotted path; what is wrong; what would be right.
        """
        spot = self._spot(key)
        file, line = (str(self.file), None) if spot is None else (spot.file, spot.line)
        return Fault(file=file, line=line, key=key, problem=problem, remedy=remedy)

    def _spot(self, key: str) -> Spot | None:
        """Where a key stands; the first key beside it when the file leaves it out."""
        while key not in self.spots:
            above, dot, _ = key.rpartition(".")
            beside = [spot for name, spot in self.spots.items() if name.startswith(above + dot)]
            if not dot or beside:
                return min(beside, key=lambda spot: spot.line) if dot else None
            key = above
        return self.spots[key]


def read_file(path: Path, layout: Field, root: Node | None = None) -> Reading:
    """Values and figures of a file.

    Parameters
    ----------
    path : pathlib.Path
        File to read.
    layout : Field
        What the file may hold.
    root : Node, optional
        Its tree, when it is based on another file.

    Raises
    ------
    InputError
        With every fault found.
    """
    log = Log()
    values = layout.read(compose(path) if root is None else root, "", log)
    if log.faults:
        raise InputError(*sorted(log.faults, key=lambda fault: fault.line or 0))
    return Reading(file=path, values=values, figures=tuple(log.figures), spots=log.spots)


def _whole(path: Path, problem: str, remedy: str, line: int | None = None) -> InputError:
    return InputError(Fault(file=str(path), line=line, key="", problem=problem, remedy=remedy))


def child(node: Node, name: str) -> Node:
    """Value at a key of a mapping; the node itself when there is none.

    Parameters
    ----------
    node : Node
        Node of the tree of the file.
    name : str
        Catalogue name.
    """
    if node.id == "mapping":
        for name_node, value in node.value:
            if name_node.value == name:
                return value
    return node


def places(path: str) -> list[str]:
    """Steps of a dotted path; ``"throttle[1].level"`` has the step ``"[1]"`` into a list.

    Parameters
    ----------
    path : str
        As faults and figures name it.
    """
    return path.replace("[", ".[").split(".")


def join(key: str, name: str) -> str:
    """Dotted path of a key under another.

    Parameters
    ----------
    key, name : str
        Dotted path of the mapping; key in it.
    """
    return f"{key}.{name}" if key else name
