"""What came of a study, as plain values."""

from typing import Any

import numpy as np
import polars as pl

from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.study.dispersion.shards import Shards, read_samples

# Quantiles told of every quantity [-].
QUANTILES = (0.003, 0.05, 0.5, 0.95, 0.997)


def summary_of(shards: Shards) -> dict[str, Any]:
    """Endings, orbit, propellant and loads of all samples.

    Parameters
    ----------
    shards : Shards
        With nothing missing.

    Returns
    -------
    dict
        Heights over 6 378 137 m, osculating at the cut-off [km]; the rest as the keys say.
    """
    table = read_samples(shards).collect()
    last = shards.study.launcher.stages[-1].name
    reached = table.filter(pl.col("ending") == "orbit")
    endings = table["ending"].value_counts(sort=True)
    return {
        "mission": shards.study.name,
        "samples": table.height,
        "seed": shards.study.seed,
        "sampling": type(shards.study.sampling).__name__,
        "factors": len(shards.study.dispersions.factors),
        "endings": dict(zip(endings["ending"], endings["count"], strict=True)),
        "limits_passed": {
            name.removesuffix("_limit_passed"): int(table[name].sum())
            for name in table.columns
            if name.endswith("_limit_passed")
        },
        "quantiles": QUANTILES,
        "quantities": {
            **_heights(reached),
            "cut-off time [s]": _spread(reached["time_s"]),
            f"{last} propellant left [kg]": _spread(reached[f"{last} propellant_left_kg"]),
            "dynamic pressure [kPa]": _spread(table["q_max_Pa"] / 1e3),
            "pressure times angle [kPa deg]": _spread(
                table["q_alpha_max_Pa_rad"] * (np.degrees(1.0) / 1e3)
            ),
            "axial acceleration [m/s2]": _spread(table["axial_max_m_s2"]),
        },
    }


def _heights(reached: pl.DataFrame) -> dict[str, Any]:
    r = reached.select("x_m", "y_m", "z_m").to_numpy()
    v = reached.select("vx_m_s", "vy_m_s", "vz_m_s").to_numpy()
    radius = np.linalg.norm(r, axis=1)
    a = 1.0 / (2.0 / radius - (v * v).sum(axis=1) / EARTH_MU_M3_S2)
    h = np.cross(r, v)
    e = np.linalg.norm(np.cross(v, h) / EARTH_MU_M3_S2 - r / radius[:, None], axis=1)
    return {
        "perigee height [km]": _spread(pl.Series((a * (1.0 - e) - EARTH_RADIUS_M) / 1e3)),
        "apogee height [km]": _spread(pl.Series((a * (1.0 + e) - EARTH_RADIUS_M) / 1e3)),
    }


def _spread(values: pl.Series) -> dict[str, Any] | None:
    """Mean, standard deviation and quantiles; None of nothing."""
    if values.len() < 2:
        return None
    x = values.to_numpy()
    return {
        "mean": float(x.mean()),
        "sigma": float(x.std(ddof=1)),
        "quantiles": [float(q) for q in np.quantile(x, QUANTILES)],
    }
