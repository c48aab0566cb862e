import os
from pathlib import Path

import numba
import pytest

from cosmodrome.numerics import compile_cache
from cosmodrome.numerics.compile_cache import cache_folder, source_hash, use_cache_folder


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A cache of the user's that nothing else sees."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    return tmp_path / "cosmodrome"


def test_the_folder_is_named_by_the_sources(home):
    assert cache_folder() == home / f"numba-{source_hash()}"
    use_cache_folder()
    assert str(cache_folder()) == numba.config.CACHE_DIR
    assert cache_folder().is_dir()


def test_any_edit_of_the_package_names_another_folder(tmp_path, monkeypatch):
    package = tmp_path / "package"
    (package / "numerics").mkdir(parents=True)
    source = package / "physics.py"
    source.write_text("a = 1\n")
    monkeypatch.setattr(compile_cache, "__file__", str(package / "numerics" / "compile_cache.py"))
    before = source_hash()
    assert source_hash() == before
    source.write_text("a = 2\n")
    assert source_hash() != before
    source.rename(package / "renamed.py")
    assert source_hash() != before


def test_in_a_folder_the_user_has_chosen_the_sources_still_name_the_cache(
    home, tmp_path, monkeypatch
):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "chosen"))
    use_cache_folder()
    assert str(tmp_path / "chosen" / f"numba-{source_hash()}") == numba.config.CACHE_DIR
    assert not home.exists()


def test_only_the_youngest_folders_are_kept(home):
    for age in range(9):
        folder = home / f"numba-{age}"
        folder.mkdir(parents=True)
        os.utime(folder, (1e9 - age, 1e9 - age))
    use_cache_folder()
    kept = {path.name for path in home.iterdir()}
    assert kept == {cache_folder().name, "numba-0", "numba-1", "numba-2"}


def test_a_cache_that_cannot_be_written_falls_back(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    use_cache_folder()
    assert not str(numba.config.CACHE_DIR).startswith(str(blocked))
