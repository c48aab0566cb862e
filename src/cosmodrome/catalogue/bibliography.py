"""What the source keys of the catalogue stand for, read from ``sources.bib``."""

import re
from functools import cache

from cosmodrome.catalogue.load import SHIPPED

_ENTRY = re.compile(r"^@\w+\{(\w+),(.*?)(?=^@|\Z)", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"\b(\w+) = \{((?:[^{}]|\{[^{}]*\})*)\}")


@cache
def sources() -> dict[str, str]:
    """Source keys, each with author, title, where it appeared and its year in one line."""
    text = (SHIPPED / "sources.bib").read_text(encoding="utf-8")
    return {key: _line(dict(_FIELD.findall(body))) for key, body in _ENTRY.findall(text)}


def _line(fields: dict[str, str]) -> str:
    wanted = ("author", "title", "journal", "institution", "howpublished", "year")
    given = [fields[name] for name in wanted if name in fields]
    return re.sub(r"[\\{}]", "", ", ".join(given))
