"""A file that is another one with some values changed.

    title: Falcon 9 Block 5, drone ship
    based_on: falcon-9-block-5
    changes:
      stages.stage-1.dry_mass: 27.2 t
      stages.stage-1.landing_reserve: 20 t

Paths are those that faults and cards name. A value is replaced whole, with its source and note;
`null` takes it out.
"""

from collections.abc import Callable
from copy import copy
from pathlib import Path

from cosmodrome.catalogue.fields import Text, mapping_items
from cosmodrome.catalogue.reader import Log, Node, child, compose, places, spot_of
from cosmodrome.errors import Fault, InputError, UnknownNameError

_KEYS = ("title", "based_on", "changes", "note")


def whole_tree(path: Path, find: Callable[[str], Path]) -> Node:
    """Tree of a file, with that of the file it is based on under it.

    Parameters
    ----------
    path : pathlib.Path
        File to read.
    find : callable
        File of an entry by its name.

    Raises
    ------
    InputError
        With every fault that keeps the two from being joined.
    """
    return _tree(path, find, ())


def _tree(path: Path, find: Callable[[str], Path], above: tuple[Path, ...]) -> Node:
    root = compose(path)
    if child(root, "based_on") is root:
        return root
    log = Log()
    parts = mapping_items(root, "", log, _KEYS) or {}
    for name in _KEYS[:3]:
        if name not in parts:
            log.fault(root, name, "is missing", f"add `{name}:`")
    base = _base(parts["based_on"], find, (*above, path), log) if "based_on" in parts else None
    changes = parts.get("changes")
    if base is not None and changes is not None:
        for name in ("title", "note"):
            if name in parts:
                _put(base, name, root, parts[name])
        _change(base, changes, log)
    if log.faults or base is None:
        raise InputError(*log.faults)
    return base


def _base(
    node: Node, find: Callable[[str], Path], above: tuple[Path, ...], log: Log
) -> Node | None:
    name = Text().read(node, "based_on", log)
    if name is None:
        return None
    try:
        path = find(name)
    except UnknownNameError as error:
        log.fault(node, "based_on", f"`{name}` is not there", error.faults[0].remedy)
        return None
    if path in above:
        log.fault(node, "based_on", "leads back to this file", "base it on another")
        return None
    return _tree(path, find, above)


def _change(base: Node, changes: Node, log: Log) -> None:
    """Put every changed value in its place."""
    if changes.id != "mapping":
        remedy = "write lines such as `stages.NAME.dry_mass: 3784 kg`"
        log.fault(changes, "changes", "is not a mapping of paths to values", remedy)
        return
    for name_node, value in changes.value:
        path = str(name_node.value)
        *above, last = places(path)
        parent: Node | None = base
        for place in above:
            parent = _at(parent, place)
        if parent is None or (parent.id != "mapping" and _at(parent, last) is None):
            spot = spot_of(name_node)
            log.faults.append(
                Fault(
                    file=spot.file,
                    line=spot.line,
                    key=f"changes.{path}",
                    problem="leads nowhere in the file this one is based on",
                    remedy="`cosmodrome show` lists its paths",
                )
            )
        elif _is_nothing(value):
            _take_out(parent, last)
        else:
            _put(parent, last, name_node, value)


def _is_nothing(value: Node) -> bool:
    return value.id == "scalar" and str(value.value).lower() in ("null", "~", "")


def _take_out(parent: Node, place: str) -> None:
    if parent.id == "mapping":
        parent.value = [(name, value) for name, value in parent.value if name.value != place]
    else:
        parent.value = [item for i, item in enumerate(parent.value) if not _is(item, i, place)]


def _at(node: Node | None, place: str) -> Node | None:
    """Value at a step of a path."""
    if node is None or node.id == "scalar":
        return None
    if node.id == "mapping":
        return next((value for name, value in node.value if name.value == place), None)
    return next((item for i, item in enumerate(node.value) if _is(item, i, place)), None)


def _is(item: Node, index: int, place: str) -> bool:
    named = child(item, "name")
    return place == f"[{index}]" or (named is not item and named.value == place)


def _put(parent: Node, place: str, name_node: Node, value: Node) -> None:
    """Replace the value at a step, or add a key."""
    if parent.id == "mapping":
        pairs = [(name, value if name.value == place else old) for name, old in parent.value]
        if _at(parent, place) is None:
            name = copy(name_node)
            name.value = place
            pairs.append((name, value))
        parent.value = pairs
    else:
        parent.value = [
            value if _is(item, i, place) else item for i, item in enumerate(parent.value)
        ]
