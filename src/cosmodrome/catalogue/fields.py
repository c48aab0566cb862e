"""The kinds of values a file may hold, each able to read itself or say what is wrong."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from cosmodrome.catalogue.figure import Figure, Grade
from cosmodrome.catalogue.reader import Field, Log, Node, Place, child, join, spot_of
from cosmodrome.catalogue.units import UnitError, split_quantity, to_si


@dataclass(frozen=True, slots=True)
class Text(Field):
    """Any text that is not empty."""

    def read(self, node: Node, key: str, log: Log) -> str | None:
        """See `Field.read`."""
        if _is_scalar(node) and str(node.value).strip():
            return str(node.value).strip()
        log.fault(node, key, "is not a text", "write one word or sentence")
        return None


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of several words.

    Attributes
    ----------
    options : tuple of str
    """

    options: tuple[str, ...]

    def read(self, node: Node, key: str, log: Log) -> str | None:
        """See `Field.read`."""
        given = str(node.value) if _is_scalar(node) else "a list or mapping"
        if given in self.options:
            return given
        log.fault(node, key, f"`{given}` is not one of the choices", _offer(given, self.options))
        return None


@dataclass(frozen=True, slots=True)
class Instant(Field):
    """A moment in UTC, with the sourcing a quantity has."""

    def read(self, node: Node, key: str, log: Log) -> datetime | None:
        """See `Field.read`."""
        text, extra = _unfold(node, key, log)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            log.fault(
                node, key, f"`{text}` is not a moment in UTC", "write it as 2016-04-28T02:01:21Z"
            )
            return None
        log.figures.append(Figure(path=key, text=text, value=None, unit="UTC", **extra))
        return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Quantity(Field):
    """A number with its unit, plain or with sourcing.

    That is ``1021.3 kN``, or
    ``{value: 1021.3 kN, source: CSG, grade: secondary, sigma: 0.5 %, note: ...}``.

    Attributes
    ----------
    si : str
        SI unit of the value read; empty for a pure number.
    example : str
        A right value; its unit is that of the bounds.
    low, high : float or None
        Least and greatest value allowed, in the unit of the example.
    above : float or None
        Bound the value must exceed, in the unit of the example.
    whole : bool
        Only whole numbers.
    """

    si: str
    example: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    whole: bool = False

    def read(self, node: Node, key: str, log: Log) -> float | int | None:
        """See `Field.read`."""
        text, extra = _unfold(node, key, log)
        if text is None:
            return None
        try:
            value = to_si(text, self.si)
        except UnitError as error:
            log.fault(node, key, str(error), f"write a value like `{self.example}`")
            return None
        problem = self._out_of_bounds(value, text)
        if problem:
            log.fault(node, key, problem, f"write a value like `{self.example}`")
            return None
        sigma = self._sigma(extra.pop("sigma", None), value, node, key, log)
        log.figures.append(
            Figure(path=key, text=text, value=value, unit=self.si, sigma=sigma, **extra)
        )
        return int(value) if self.whole else value

    def _out_of_bounds(self, value: float, text: str) -> str:
        number, unit = split_quantity(self.example)
        written = value * number / to_si(self.example, self.si) if number else value
        if not math.isfinite(value):
            return f"`{text}` is not a finite number"
        # Turning degrees to radians and back may cost the last digit.
        slack = 1e-12 * abs(written)
        if self.whole and value != int(value):
            return f"`{text}` is not a whole number"
        if self.above is not None and written <= self.above:
            return f"`{text}` is not above {self.above:g} {unit}".rstrip()
        if self.low is not None and written < self.low - slack:
            return f"`{text}` is below {self.low:g} {unit}".rstrip()
        if self.high is not None and written > self.high + slack:
            return f"`{text}` is above {self.high:g} {unit}".rstrip()
        return ""

    def _sigma(
        self, text: str | None, value: float, node: Node, key: str, log: Log
    ) -> float | None:
        if text is None:
            return None
        try:
            relative = text.endswith("%")
            sigma = to_si(text, "") * abs(value) if relative else to_si(text, self.si)
            if math.isfinite(sigma) and sigma >= 0.0:
                return sigma
            problem = f"`{text}` is negative or not finite"
        except UnitError as error:
            problem = str(error)
        log.fault(node, join(key, "sigma"), problem, "write a value like `0.5 %`")
        return None


@dataclass(frozen=True, slots=True)
class Numbers(Field):
    """A row of pure numbers.

    Attributes
    ----------
    count : int or None
        How many there must be [-].
    """

    count: int | None = None

    def read(self, node: Node, key: str, log: Log) -> tuple[float, ...] | None:
        """See `Field.read`."""
        wanted = f"{self.count} numbers" if self.count else "numbers"
        try:
            row = tuple(to_si(str(item.value), "") for item in _items(node))
        except (UnitError, TypeError) as error:
            log.fault(node, key, f"is no row of numbers: {error}", f"write {wanted} as [1, 2, 3]")
            return None
        if not all(math.isfinite(x) for x in row) or (self.count or len(row)) != len(row):
            log.fault(node, key, f"is not a row of {wanted}, all finite", f"write {wanted}")
            return None
        return row


@dataclass(frozen=True, slots=True)
class Row(Field):
    """A short list with a field for each of its places.

    Attributes
    ----------
    items : tuple of Field
    example : str
        A right value.
    """

    items: tuple[Field, ...]
    example: str

    def read(self, node: Node, key: str, log: Log) -> tuple[Any, ...] | None:
        """See `Field.read`."""
        if node.id != "sequence" or len(node.value) != len(self.items):
            problem = f"is not a list of {len(self.items)} values"
            log.fault(node, key, problem, f"write them as `{self.example}`")
            return None
        pairs = zip(self.items, node.value, strict=True)
        read = tuple(item.read(part, f"{key}[{k}]", log) for k, (item, part) in enumerate(pairs))
        return None if any(value is None for value in read) else read


@dataclass(frozen=True, slots=True)
class Many(Field):
    """A list of one kind of value.

    Attributes
    ----------
    item : Field
    unique : str
        Key that no two items may share; empty for none.
    at_least : int
        Fewest items allowed [-].
    """

    item: Field
    unique: str = ""
    at_least: int = 0

    def read(self, node: Node, key: str, log: Log) -> list[Any] | None:
        """See `Field.read`."""
        try:
            items = _items(node)
        except TypeError:
            log.fault(node, key, "is not a list", "begin each item with `- `")
            return None
        if len(items) < self.at_least:
            log.fault(node, key, f"has fewer than {self.at_least} items", "add what is missing")
        values, seen = [], set()
        for number, item in enumerate(items):
            name = _scalar_text(child(item, self.unique)) if self.unique else None
            place = f"{key}.{name}" if name else f"{key}[{number}]"
            if name in seen and name is not None:
                log.fault(item, place, "stands twice under one name", "give each its own name")
            seen.add(name)
            values.append(self.item.read(item, place, log))
        return values


@dataclass(frozen=True, slots=True)
class Record(Field):
    """A mapping with fixed keys.

    Attributes
    ----------
    required, optional : mapping of str to Field
    check : callable or None
        Called with the values read and the place, for what concerns several keys. Values with a
        fault are absent.
    """

    required: Mapping[str, Field]
    optional: Mapping[str, Field] = field(default_factory=dict)
    check: Callable[[dict[str, Any], Place], None] | None = None

    def read(self, node: Node, key: str, log: Log) -> dict[str, Any] | None:
        """See `Field.read`."""
        fields = {**self.required, **self.optional}
        given = mapping_items(node, key, log, tuple(fields))
        if given is None:
            return None
        for name in self.required:
            if name not in given:
                log.fault(node, join(key, name), "is missing", f"add `{name}:`")
        read = {}
        for name, value in given.items():
            log.spots[join(key, name)] = spot_of(value)
            read[name] = fields[name].read(value, join(key, name), log)
        values = {name: value for name, value in read.items() if value is not None}
        if self.check is not None:
            self.check(values, Place(node, key, log))
        return values


@dataclass(frozen=True, slots=True)
class WordOr(Field):
    """One of several words, or a mapping.

    Attributes
    ----------
    word : Choice
    mapping : Field
    """

    word: Choice
    mapping: Field

    def read(self, node: Node, key: str, log: Log) -> Any:
        """See `Field.read`."""
        return (self.word if _is_scalar(node) else self.mapping).read(node, key, log)


def mapping_items(
    node: Node, key: str, log: Log, allowed: tuple[str, ...]
) -> dict[str, Node] | None:
    """Nodes of a mapping by key; unknown and repeated keys go into the log.

    Parameters
    ----------
    node : Node
        Node of the tree of the file.
    key : str
        Dotted path of the mapping.
    log : Log
        Log of the file.
    allowed : tuple of str
        Keys the layout knows.

    Returns
    -------
    dict or None
        None when the node is no mapping.
    """
    if node.id != "mapping":
        remedy = f"write keys such as `{allowed[0]}:`"
        log.fault(node, key, "is not a mapping of keys to values", remedy)
        return None
    found: dict[str, Node] = {}
    for name_node, value in node.value:
        name = str(name_node.value)
        if name not in allowed:
            log.fault(name_node, join(key, name), "unknown key", _offer(name, allowed))
        elif name in found:
            log.fault(name_node, join(key, name), "stands twice", "keep one of the two")
        elif value.tag.endswith(":null"):
            log.fault(name_node, join(key, name), "has no value", "write one, or leave the key out")
        else:
            found[name] = value
    return found


def _unfold(node: Node, key: str, log: Log) -> tuple[str | None, dict[str, Any]]:
    """Text of a value and its sourcing, from the plain and the mapped form."""
    if _is_scalar(node):
        return str(node.value), {}
    if node.id != "mapping":
        log.fault(node, key, "is a list", "write one value")
        return None, {}
    parts = mapping_items(node, key, log, ("value", "source", "grade", "sigma", "note")) or {}
    if "value" not in parts:
        log.fault(node, join(key, "value"), "is missing", "add `value:`")
        return None, {}
    extra: dict[str, Any] = {name: _scalar_text(item) or "" for name, item in parts.items()}
    text = extra.pop("value")
    extra["grade"] = _grade(parts.get("grade"), "source" in parts, join(key, "grade"), log)
    return text, extra


def _grade(node: Node | None, sourced: bool, key: str, log: Log) -> Grade:
    if node is None:
        return Grade.STATED if sourced else Grade.UNSOURCED
    word = Choice(tuple(grade.value for grade in Grade)).read(node, key, log)
    return Grade(word) if word else Grade.UNSOURCED


def _is_scalar(node: Node) -> bool:
    return bool(node.id == "scalar")


def _scalar_text(node: Node | None) -> str | None:
    return str(node.value) if node is not None and _is_scalar(node) else None


def _items(node: Node) -> list[Node]:
    if node.id != "sequence":
        raise TypeError("not a list")
    return list(node.value)


def _offer(given: str, allowed: tuple[str, ...]) -> str:
    near = get_close_matches(given, allowed, n=1)
    return f"did you mean `{near[0]}`?" if near else f"allowed: {', '.join(allowed)}"
