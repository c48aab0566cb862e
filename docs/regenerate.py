"""Make the picture, the tables and the printed output of the README, and docs/validation.*, anew.

    .venv/bin/python docs/regenerate.py              everything: make regenerate
    .venv/bin/python docs/regenerate.py evidence     the validation alone
    .venv/bin/python docs/regenerate.py pages        its pages, from the stored validation.json
    .venv/bin/python docs/regenerate.py flight       the flight and the printed output alone

It flies the mission and runs every published case, so that every number is one the program prints.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "vostochny-2016.png"
MISSION = "vostochny-2016"
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n.*?```\n", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n.*?```\n", re.DOTALL)


EVIDENCE = ROOT / "docs" / "validation.json"


def main() -> None:
    """Rewrite what is asked for, or everything."""
    parts = {
        "evidence": regenerate_evidence,
        "pages": regenerate_pages,
        "flight": regenerate_flight,
    }
    for name in sys.argv[1:] or ("evidence", "flight"):
        parts[name]()


def regenerate_evidence() -> None:
    """Run every published case; rewrite docs/validation.json and what is made from it."""
    from cosmodrome.report.as_json import as_json

    with tempfile.TemporaryDirectory() as folder:
        # Exit code 1 tells of new misses, which the table shows.
        printed = _run(f"cosmodrome validate --json --out {folder}", Path(folder), codes=(0, 1))
    found = json.loads(printed)
    # What it ran on is no part of the evidence.
    del found["platform"]
    EVIDENCE.write_text(as_json(found), encoding="utf-8")
    regenerate_pages()


def regenerate_pages() -> None:
    """Rewrite docs/validation.md and the table of the README from docs/validation.json."""
    from cosmodrome.report.validation_markdown import compact_table, validation_page, with_evidence

    found = json.loads(EVIDENCE.read_text(encoding="utf-8"))
    EVIDENCE.with_suffix(".md").write_text(validation_page(found), encoding="utf-8")
    page = README.read_text(encoding="utf-8")
    README.write_text(with_evidence(page, compact_table(found)), encoding="utf-8")


def regenerate_flight() -> None:
    """Rewrite the picture of README.md, its accuracy table and its printed output."""
    from cosmodrome.report.accuracy import accuracy_table, with_accuracy
    from cosmodrome.report.figure import draw_run, save_figure

    with tempfile.TemporaryDirectory() as folder:
        _run(f"cosmodrome fly {MISSION} --out {folder}", Path(folder))
        (run,) = Path(folder).iterdir()
        summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
        save_figure(draw_run(run), PICTURE)
        page = README.read_text(encoding="utf-8")
        page = with_accuracy(page, accuracy_table(summary))
        page = PYTHON.sub(_with_python_output, page)
        page = CONSOLE.sub(lambda match: _with_console_output(match, Path(folder)), page)
    README.write_text(page, encoding="utf-8")


def _with_python_output(match: re.Match[str]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(match["code"], {"__name__": "readme"})
    return f"```python\n{match['code']}```\n\n```text\n{printed.getvalue()}```\n"


def _with_console_output(match: re.Match[str], folder: Path) -> str:
    text = "\n".join(line.rstrip() for line in _run(match["command"], folder).splitlines())
    return f"```console\n$ {match['command']}\n{text}\n```\n"


def _run(command: str, folder: Path, codes: tuple[int, ...] = (0,)) -> str:
    """Output of a command run in a folder, with this Python's commands before all others."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ended = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode not in codes:
        raise SystemExit(f"{command}: exit code {ended.returncode}")
    return ended.stdout


if __name__ == "__main__":
    main()
