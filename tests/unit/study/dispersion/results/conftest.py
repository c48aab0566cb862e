"""The reference of the study of the two stages, and shards with tables made up."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.ascent.conftest import Ascent, ascent, earth, equator, launcher, leg
from tests.unit.study.dispersion.conftest import study

from cosmodrome.study.dispersion.results.reference import Reference, reference_of
from cosmodrome.study.dispersion.shards import Shards
from cosmodrome.study.dispersion.study import Study

__all__ = ["ascent", "earth", "equator", "launcher", "leg", "study"]


@pytest.fixture(scope="session")
def reference(study: Study, ascent: Ascent) -> Reference:
    return reference_of(study, ascent.planned)


def shards_with(folder: Path, study: Study, table: pl.DataFrame, size: int) -> Shards:
    """Shards that hold a table."""
    folder.mkdir(parents=True, exist_ok=True)
    shards = Shards(folder=folder, study=study, mark="", count=table.height, size=size)
    for place in shards.places():
        table[place * size : (place + 1) * size].write_parquet(shards.path(place))
    return shards
