import errno
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from cosmodrome.errors import OutputError
from cosmodrome.report.run_folder import require_writable, write_run_folder

NOBODY = 65534


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder):
    return [path.name for path in folder.iterdir()]


def raiser(error):
    def write(path):
        path.write_text("half")
        raise error

    return write


@contextmanager
def without_the_powers_of_root():
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_bytes_text_and_writers_all_land_in_the_folder(tmp_path):
    files = {"a.txt": b"bytes", "b.txt": "ärger", "oem/c.txt": lambda path: path.write_text("c")}
    folder = write_run_folder(tmp_path / "new" / "runs", "run-1", files)
    assert folder == tmp_path / "new" / "runs" / "run-1"
    assert contents(folder) == {"a.txt": "bytes", "b.txt": "ärger", "oem/c.txt": "c"}
    assert names(folder.parent) == ["run-1"]


def test_an_earlier_folder_of_the_same_name_is_replaced_whole(tmp_path):
    write_run_folder(tmp_path, "run", {"old.txt": "old", "both.txt": "old"})
    folder = write_run_folder(tmp_path, "run", {"both.txt": "new"})
    assert contents(folder) == {"both.txt": "new"}
    assert names(tmp_path) == ["run"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("bug"), SystemExit(143)])
def test_whatever_stops_a_writer_leaves_nothing_and_passes_on(tmp_path, error):
    with pytest.raises(type(error)):
        write_run_folder(tmp_path / "runs", "run", {"a": b"1", "b": raiser(error)})
    assert names(tmp_path) == []


def test_a_failed_run_leaves_the_earlier_one_as_it_was(tmp_path):
    write_run_folder(tmp_path, "run", {"a": "old"})
    with pytest.raises(KeyboardInterrupt):
        write_run_folder(tmp_path, "run", {"a": raiser(KeyboardInterrupt())})
    assert contents(tmp_path) == {"run/a": "old"}


@pytest.mark.parametrize("failing_rename", [1, 2, 3])
def test_an_interrupt_at_any_rename_leaves_one_whole_folder(tmp_path, monkeypatch, failing_rename):
    write_run_folder(tmp_path, "run", {"a": "old"})
    real, calls = Path.rename, []

    def rename(self, target):
        calls.append(target)
        if len(calls) == failing_rename:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        write_run_folder(tmp_path, "run", {"a": "new"})
    assert contents(tmp_path) == {"run/a": "old"}


def test_a_full_disk_is_an_output_error_that_names_folder_and_cause(tmp_path, monkeypatch):
    write_run_folder(tmp_path, "run", {"a": "old"})

    def write_bytes(self, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(OutputError) as caught:
        write_run_folder(tmp_path, "run", {"a": b"1"})
    message = f"cannot write the run folder in {tmp_path}: {os.strerror(errno.ENOSPC)}"
    assert str(caught.value) == message
    assert contents(tmp_path) == {"run/a": "old"}


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of a file")
def test_a_real_limit_on_the_size_of_files_leaves_nothing(tmp_path):
    program = f"""
import resource
from pathlib import Path
from cosmodrome.errors import OutputError
from cosmodrome.report.run_folder import write_run_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_run_folder(Path({str(tmp_path)!r}) / "runs", "run", {{"a": b"1", "b": bytes(5000)}})
except OutputError as error:
    print(error)
"""
    ended = subprocess.run(
        [sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False
    )
    cause = os.strerror(errno.EFBIG)
    assert ended.stdout == f"cannot write the run folder in {tmp_path}/runs: {cause}\n"
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
@pytest.mark.parametrize(
    "attempt", [require_writable, lambda folder: write_run_folder(folder, "r", {})]
)
def test_an_unwritable_folder_is_an_output_error(tmp_path, attempt):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    with without_the_powers_of_root(), pytest.raises(OutputError) as caught:
        attempt(locked)
    message = f"cannot write the run folder in {locked}: {os.strerror(errno.EACCES)}"
    assert str(caught.value) == message


@pytest.mark.parametrize("under", ["", "runs"])
def test_a_file_where_the_folder_should_be_is_an_output_error(tmp_path, under):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match=r"cannot write the run folder in .*file"):
        require_writable(tmp_path / "file" / under)
    assert contents(tmp_path) == {"file": "mine"}


def test_trying_a_folder_leaves_nothing_behind(tmp_path):
    require_writable(tmp_path / "new" / "runs")
    assert names(tmp_path) == []


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", ""])
def test_a_file_outside_the_run_folder_is_refused(tmp_path, path):
    with pytest.raises(ValueError, match="within the run folder"):
        write_run_folder(tmp_path, "run", {path: b""})
    assert names(tmp_path) == []
