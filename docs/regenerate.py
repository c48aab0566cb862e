"""Make the picture, the accuracy table and the printed output of the README anew.

    .venv/bin/python docs/regenerate.py

It flies the mission, so that every number of the README is one the program prints.
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


def main() -> None:
    """Rewrite README.md and its picture."""
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


def _run(command: str, folder: Path) -> str:
    """Output of a command run in a folder, with this Python's commands before all others."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ended = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ended.stdout


if __name__ == "__main__":
    main()
