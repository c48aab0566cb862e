"""Every block of the README and of docs/ runs, and prints what stands below it."""

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_blocks import agrees, blocks, commands

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# These set the machine up, which the machine that runs this test has behind it.
NOT_RUN = ("cd ", "git clone ", "pip install ", "uv pip install ", "uv add ")

python_pages = [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]
shell_commands = [
    pytest.param(command, id=f"{page.name}:{command.line}")
    for page in PAGES
    for block in blocks(page.read_text(encoding="utf-8"))
    if block.language in ("console", "sh", "shell", "bash")
    for command in commands(block)
]


@pytest.mark.parametrize("page", python_pages, ids=lambda page: page.name)
def test_every_python_block_runs_after_the_ones_before_it(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    namespace = {"__name__": page.stem}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language != "python":
            continue
        printed = io.StringIO()
        # Newlines ahead put the page's own line numbers into a traceback.
        code = compile("\n" * block.line + block.body, str(page), "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)
        if block.expected is not None:
            assert agrees(block.expected, printed.getvalue()), _shown(block, printed.getvalue())


@pytest.mark.parametrize("command", shell_commands)
def test_every_command_runs_from_the_root(command, tmp_path):
    if command.text.startswith(NOT_RUN):
        pytest.skip("sets the machine up")
    if command.text.startswith("make"):
        assert set(command.text.split()[1:]) <= _make_targets()
        return
    # A test run inside `make test` must not hand its own settings on to make or pytest.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS", "PYTEST_"))
    }
    folders = [str(ROOT / ".venv" / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    # The root, seen from a folder whose runs are this test's own.
    for entry in ROOT.iterdir():
        if entry.name != "runs":
            (tmp_path / entry.name).symlink_to(entry)
    ended = subprocess.run(
        command.text,
        shell=True,
        cwd=tmp_path,
        env=environment | {"PATH": os.pathsep.join(folders)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    if command.expected is not None:
        assert agrees(command.expected, ended.stdout), _shown(command, ended.stdout)


def _make_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))


def _shown(block, printed):
    return f"line {block.line} shows\n{block.expected}\nbut this was printed\n{printed}"
