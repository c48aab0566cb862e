"""Files that are whole or not there."""

from pathlib import Path

import pytest

from cosmodrome.study.whole_file import LEFT_BESIDE, whole_file, write_whole


@pytest.mark.parametrize("ending", [KeyboardInterrupt, OSError, MemoryError])
def test_what_ends_the_writing_leaves_what_was_there_and_nothing_beside(
    tmp_path: Path, ending: type[BaseException]
) -> None:
    path = tmp_path / "summary.json"
    write_whole(path, b"earlier")
    with pytest.raises(ending), whole_file(path) as beside:
        beside.write_bytes(b"hal")
        raise ending
    assert [each.name for each in tmp_path.iterdir()] == ["summary.json"]
    assert path.read_bytes() == b"earlier"


def test_until_it_is_whole_a_file_is_hidden_of_its_suffix_and_known_as_left_beside(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bands.parquet"
    with whole_file(path) as beside:
        beside.write_bytes(b"all")
        assert beside.suffix == path.suffix
        assert list(tmp_path.glob(LEFT_BESIDE)) == [beside]
        assert not path.exists()
    assert path.read_bytes() == b"all"
    assert list(tmp_path.iterdir()) == [path]


def test_no_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "file", b"")
