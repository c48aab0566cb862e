"""Every public name says what it is and every number its unit."""

import importlib
import inspect
import pkgutil
import re

import pytest

import cosmodrome

NUMBER = re.compile(r"\b(float|complex|array|ndarray|Scalar|SX)\b")
NO_NUMBER = re.compile(r"array of (bool|str|int)")
# A name may carry its unit itself: dry_mass_kg, thrust_vac_N, q_alpha_max_Pa_rad.
UNIT_IN_NAME = re.compile(r"_(m|km|s|h|kg|N|Pa|K|W|J|Hz|rad|deg|m_s|m_s2|kg_m3|W_m2|km_s)$")
SECTIONS = ("Parameters", "Other Parameters", "Returns", "Yields", "Attributes")

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(cosmodrome.__path__, "cosmodrome.")
    if not name.endswith("__main__")
]


def public_members(module):
    """Functions and classes defined in a module, numba's compiled functions included."""
    for name, member in vars(module).items():
        function = getattr(member, "py_func", member)
        if name.startswith("_") or getattr(function, "__module__", "") != module.__name__:
            continue
        if inspect.isclass(function) or inspect.isfunction(function):
            yield name, function


def sections(docstring):
    """Body of each section of a numpydoc text, by its heading."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", docstring, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entries(section):
    """Heading and text of each entry: a line at the margin, the lines indented below it."""
    return [
        (heading, text)
        for heading, text in re.findall(
            r"^(\S[^\n]*)\n((?:[ \t]+[^\n]*\n?|\n)*)", section + "\n", re.MULTILINE
        )
    ]


def numbers_without_unit(docstring):
    """Headings of the entries that describe a number and name no unit for it."""
    found = sections(docstring)
    return [
        heading
        for section in SECTIONS
        for heading, text in entries(found.get(section, ""))
        if _is_number(heading) and not _has_unit(heading, text)
    ]


def _is_number(heading):
    kind = heading.partition(" : ")[2] or heading
    return NUMBER.search(kind) and not NO_NUMBER.search(kind)


def _has_unit(heading, text):
    names = heading.partition(" : ")[0].split(", ")
    told = re.search(r"\[[^\]]+\]", f"{heading}\n{text}") or "unit of" in text
    return told or all(UNIT_IN_NAME.search(name) for name in names)


def faults(name, member):
    """What the docstring of a public function or class lacks."""
    docstring = inspect.cleandoc(member.__doc__ or "")
    # A dataclass without a docstring is given its signature as one.
    if not docstring or docstring.startswith(f"{name}("):
        return [f"{name}: no docstring"]
    return [f"{name}: no unit for {entry}" for entry in numbers_without_unit(docstring)]


@pytest.mark.parametrize("module", MODULES)
def test_every_module_and_public_name_says_what_it_is_and_each_number_its_unit(module):
    imported = importlib.import_module(module)
    assert imported.__doc__
    found = [fault for name, member in public_members(imported) for fault in faults(name, member)]
    assert found == []


def test_a_number_without_unit_is_found():
    text = """Purpose.

Parameters
----------
a : float
    Length [m].
b, c : array, shape (n,)
    Lengths.
mass_kg : float
    Mass.
name : str
    No number.

    More of it.

Returns
-------
float
    Speed.
"""
    assert numbers_without_unit(text) == ["b, c : array, shape (n,)", "float"]
