from pathlib import Path

import numpy as np
import polars as pl
from tests.unit.study.dispersion.results.conftest import shards_with

from cosmodrome.study.dispersion.results.bands import BAND_QUANTILES, CELLS, bands_table
from cosmodrome.study.dispersion.study import Study


def test_bands_are_within_a_cell_of_the_exact_quantiles(tmp_path: Path, study: Study) -> None:
    rng = np.random.default_rng(1)
    values = np.cumsum(rng.gamma(2.0, 3.0, (5000, 12)), axis=1)
    ends = rng.integers(9, 13, 5000)
    values[np.arange(12) >= ends[:, None]] = np.nan
    table = pl.DataFrame({"history q_Pa": pl.Series(values, dtype=pl.Array(pl.Float64, 12))})
    bands = bands_table(shards_with(tmp_path, study, table, 512), table.columns, 2.0)
    assert bands["time_s"].to_list() == [2.0 * k for k in range(12)]
    np.testing.assert_array_equal(bands["flying"], np.isfinite(values).sum(axis=0))
    for k, row in enumerate(bands.iter_rows(named=True)):
        there = np.sort(values[np.isfinite(values[:, k]), k])
        cell = (there[-1] - there[0]) / CELLS
        for q in BAND_QUANTILES:
            # The definition of a quantile between two samples is as open as their distance.
            rank = q * there.size
            low = there[max(int(rank) - 1, 0)]
            high = there[min(int(np.ceil(rank)), there.size - 1)]
            assert low - cell <= row[f"{100.0 * q:g} %"] <= high + cell


def test_a_quantity_that_does_not_vary_has_no_width(tmp_path: Path, study: Study) -> None:
    table = pl.DataFrame({"history height_m": pl.Series(np.full((40, 3), 7.0))})
    table = table.with_columns(pl.col("history height_m").cast(pl.Array(pl.Float64, 3)))
    bands = bands_table(shards_with(tmp_path, study, table, 16), table.columns, 1.0)
    assert bands["0.15 %"].to_list() == [7.0] * 3
    assert bands["99.85 %"].to_list() == [7.0] * 3
