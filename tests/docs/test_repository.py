"""What holds for every file: size, no traces of a machine, one version everywhere."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEXTS = [
    path
    for path in sorted((ROOT / "src").rglob("*"))
    if path.suffix in {".py", ".yaml", ".yml", ".md", ".bib", ".toml"}
]
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home|tmp|mnt)/")
# Layers of design.md that may draw and print; what lies below them may not.
MAY_PRINT = {"app", "report"}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def relative(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_source_file_is_longer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TEXTS, ids=relative)
def test_no_file_names_a_place_on_a_machine(path):
    assert MACHINE_PATH.findall(path.read_text(encoding="utf-8")) == []


def test_the_version_is_the_same_everywhere(project):
    version = project["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_folder_below_report_may_not_print(project):
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if "rich" in each.get("forbidden_modules", ())]
    package = ROOT / "src" / "cosmodrome"
    folders = {path.parent.name for path in package.glob("*/__init__.py")} - MAY_PRINT
    assert {f"cosmodrome.{folder}" for folder in folders} <= set(contract["source_modules"])


def test_every_dependency_is_imported_somewhere(project):
    modules = {"ruamel.yaml": "ruamel"}
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    imported = set(re.findall(r"^\s*(?:import|from)\s+(\w+)", text, re.MULTILINE))
    names = [re.split(r"[<>=\[]", each)[0] for each in project["project"]["dependencies"]]
    assert {modules.get(name, name) for name in names} <= imported
