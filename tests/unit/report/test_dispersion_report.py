"""What is printed and drawn of a study, from a summary made up."""

import io
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from cosmodrome.report.dispersion_figure import draw_bands, draw_histograms, draw_ranking
from cosmodrome.report.dispersion_folder import draw_study, is_study, write_results
from cosmodrome.report.dispersion_printout import print_dispersion

LEVELS = (0.00135, 0.003, 0.05, 0.5, 0.95, 0.997, 0.99865)


def spread(label: str, unit: str, mean: float, sigma: float) -> dict:
    return {
        "label": label,
        "unit": unit,
        "count": 990,
        "nominal": mean,
        "mean": mean,
        "mean_interval": (mean - sigma / 20, mean + sigma / 20),
        "sigma": sigma,
        "sigma_interval": (0.95 * sigma, 1.05 * sigma),
        "quantiles": [mean + k * sigma for k in (-3, -2.7, -1.6, 0, 1.6, 2.7, 3)],
        "histogram": {"low": mean - 3 * sigma, "high": mean + 3 * sigma, "counts": [1, 5, 2]},
    }


def share(count: int) -> dict:
    return {"count": count, "of": 1000, "probability": count / 1000, "interval": (0.981, 0.995)}


def summary(**changes: object) -> dict:
    groups = [
        {"name": "core.thrust", "share": 0.7, "sigma": 0.02},
        {"name": "wind", "share": 0.004, "sigma": 0.02},
    ]
    made = {
        "mission": "trial",
        "plan": "plan made in calm air",
        "samples": 1000,
        "seed": 1,
        "sampling": "Sobol",
        "factors": 300,
        "quantile_levels": LEVELS,
        "reached": share(990),
        "endings": {"orbit": 990, "stage dry": 9, "lost": 1},
        "limits_passed": {"q": {**share(12), "limit": 40e3}},
        "after_injection": {
            "delivered": share(988),
            "endings": {"delivered": 988, "no ascent": 10, "lost": 2},
            "left": spread("", "kg", 159.0, 4.7),
        },
        "box": {
            "every": share(985),
            "of": {
                "sat": {
                    "elements": "mean",
                    "all": share(985),
                    "sides": {
                        "perigee_height_m": {"centre": 480e3, "half_width": 5e3, **share(985)},
                        "inclination_rad": {"centre": 1.7, "half_width": 1e-3, **share(990)},
                    },
                }
            },
        },
        "orbits": {
            "last cut-off": {
                "time_s": 500.0,
                "elements_kind": "mean",
                "rtn": {
                    "mean": [1.0] * 6,
                    "sigma": [264.9, 27430.0, 489.2, 32.5, 0.83, 2.27],
                    "normality": {
                        "words": "not normal: tails heavier than normal",
                        "kurtosis_over_normal": 1.39,
                    },
                },
                "elements": {
                    "names": ["inclination", "ascending node", "period"],
                    "sigma": [0.0106, 0.0137, 1.85],
                },
                "heights": {"perigee": [480.0, 1.72], "apogee": [490.0, 1.77]},
            }
        },
        "reserve": {
            "left_kg": 480.0,
            "left_interval_kg": [None, 500.0],
            "nominal_left_kg": 700.0,
            "performance_reserve_kg": 220.0,
            "performance_reserve_interval_kg": [200.0, None],
            "payload": {
                "added_kg": 470.0,
                "left_per_payload": -0.93,
                "performance_reserve_kg": 230.0,
                "flown_again": 1000,
            },
        },
        "quantities": {
            "perigee": spread("perigee height", "km", 480.123, 1.7),
            "node": spread("ascending node", "deg", 25.5, 0.0137),
            "q": spread("dynamic pressure, largest", "kPa", 36.0, 1.1),
        },
        "events": {"core cut-off": spread("", "s", 286.4, 1.6)},
        "ranking": {
            "perigee": {"r2": 0.7, "r2_sigma": 0.01, "groups": groups},
            "apogee": None,
        },
        "failures": {"count": 10, "first": [{"sample": 7}, {"sample": 70}]},
        "until": None,
        "indices": None,
    }
    return {**made, **changes}


def printed(made: dict) -> str:
    text = io.StringIO()
    console = Console(file=text, width=80, markup=False, emoji=False, highlight=False)
    print_dispersion(console, made)
    return text.getvalue()


def test_the_headline_comes_first_and_nothing_is_wider_than_80() -> None:
    lines = printed(summary()).splitlines()
    assert lines[1] == "orbit reached   990 of 1000: 99.0 % (98.1 to 99.5 %)"
    assert lines[2] == "delivered       988 of 1000: 98.8 % (98.1 to 99.5 %)"
    assert lines[4] == "within the box  985 of 1000: 98.5 % (98.1 to 99.5 %)"
    assert lines[5] == "    mean elements: perigee 480 ± 5 km, inclination 97.4028 ± 0.0572958 deg"
    assert lines[6] == "    sat 98.5 %: perigee 98.5, inclination 99.0 %"
    assert "    700 kg without dispersions: 220 kg (200 to not bounded) for what varies" in lines
    assert max(map(len, lines)) <= 80
    assert not any("…" in line for line in lines)
    assert "failed: 9 stage dry, 1 lost; samples 7, 70" in lines


def test_it_says_at_its_end_what_sets_the_followed_plan_apart() -> None:
    lines = printed(summary()).splitlines()
    assert "Plan made in calm air; `cosmodrome fly --as-dispersed` shows it." in lines[-4:]
    assert "shows it" not in printed(summary(plan=""))


def test_what_drives_it_is_told_without_the_small_ones() -> None:
    text = printed(summary())
    assert "perigee, 70 % linear: core.thrust 70 ± 2" in text
    assert "wind" not in text


def test_a_study_in_which_nothing_reached_orbit_is_told() -> None:
    bare = {"left_kg": None, "left_interval_kg": [None, None], "nominal_left_kg": 7.0}
    text = printed(summary(orbits={}, quantities={}, events={}, ranking={}, reserve=bare, box=None))
    assert "reserve         not told" in text
    assert "too few flights for a regression; 1200 are enough" in text


def test_a_quantile_that_is_not_known_is_a_dash() -> None:
    few = spread("perigee height", "km", 480.123, 1.7)
    few["quantiles"] = [None, None, *few["quantiles"][2:5], None, None]
    line = next(
        line
        for line in printed(summary(quantities={"perigee": few})).splitlines()
        if line.startswith("perigee height [km]")
    )
    assert line.split()[-2:] == ["-", "-"]


def test_a_rule_that_was_not_met_is_said() -> None:
    until = {"quantity": "perigee", "part": 0.01, "reached": 0.02, "most": 1000}
    text = printed(summary(until=until))
    assert "not stopped     perigee within 1 % is not reached: 2 % after all 1000 flights" in text


def bands() -> pl.DataFrame:
    rows = []
    for quantity in ("height_m", "speed_m_s", "q_Pa", "axial_m_s2"):
        for time, flying in ((0.0, 1000), (10.0, 990), (20.0, 3)):
            rows.append((time, quantity, flying, 1.0, 2.0, 3.0, 4.0, 5.0))
    heads = ("time_s", "quantity", "flying", "0.15 %", "5 %", "50 %", "95 %", "99.85 %")
    return pl.DataFrame(rows, schema=heads, orient="row")


def test_pictures_show_their_quantities() -> None:
    pytest.importorskip("matplotlib")
    labels = [axes.get_xlabel() for axes in draw_histograms(summary()).axes if axes.get_visible()]
    assert labels == ["perigee height [km]", "ascending node [deg]", "dynamic pressure [kPa]"]
    axes = draw_bands(summary(), bands()).axes[0]
    # A time at which 3 of 1000 fly is left out.
    assert axes.lines[0].get_xdata().tolist() == [0.0, 10.0]
    ranking = draw_ranking(summary())
    assert ranking is not None
    assert [tick.get_text() for tick in ranking.axes[0].get_yticklabels()] == ["core.thrust"]
    assert draw_ranking(summary(ranking={"perigee": None})) is None


def test_results_are_written_whole_and_drawn_from_their_files(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert not is_study(tmp_path)
    write_results(tmp_path, summary(), {"last cut-off": {}}, bands())
    assert is_study(tmp_path)
    drawn = draw_study(tmp_path)
    assert [path.name for path in drawn] == ["histograms.svg", "bands.svg", "ranking.svg"]
    before = [path.read_bytes() for path in drawn]
    assert [path.read_bytes() for path in draw_study(tmp_path)] == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
