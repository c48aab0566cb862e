import numpy as np
import pytest

from cosmodrome.report.curve_figure import draw_curve
from cosmodrome.report.figure import save_figure

pytest.importorskip("matplotlib")


def row(altitude, line, inclination, **more):
    return {
        "perigee_km": altitude,
        "apogee_km": altitude,
        "altitude_km": altitude,
        "line": line,
        "inclination_deg": inclination,
        "payload_kg": 9000.0 - 4.0 * altitude - 10.0 * inclination,
        "low_kg": 8900.0 - 4.0 * altitude - 10.0 * inclination,
        "high_kg": 9100.0 - 4.0 * altitude - 10.0 * inclination,
        "status": "proved",
    } | more


def summary(points):
    return {
        "launcher_title": "Soyuz-2.1a",
        "pad_title": "Vostochny 1S",
        "ascending": True,
        "limits": {"q_max_Pa": 36.3e3},
        "catalogue_hash": "0123456789abcdef",
        "versions": {"cosmodrome": "1.2.3"},
        "points": points,
    }


def grid(**changed):
    points = [
        row(h, f"{i:g} deg", i) for i in (52.0, 60.0, 60.5) for h in (300.0, 400.0, 500.0, 600.0)
    ]
    for k, more in changed.items():
        points[int(k[1:])] |= more
    return summary(points)


def test_a_line_for_each_inclination_with_its_name_beside_it_and_units_on_the_axes():
    (axes,) = draw_curve(grid()).axes
    assert axes.get_xlabel() == "altitude of the circular orbit [km]"
    assert axes.get_ylabel() == "payload [kg]"
    assert sorted(text.get_text() for text in axes.texts) == ["52 deg", "60 deg", "60.5 deg"]
    lines = [line for line in axes.get_lines() if line.get_linestyle() == "-"]
    assert lines[0].get_xdata() == pytest.approx([300.0, 400.0, 500.0, 600.0])
    assert lines[0].get_ydata()[0] == 9000.0 - 1200.0 - 520.0


def test_names_of_close_lines_do_not_overlap():
    from matplotlib.text import Text

    figure = draw_curve(grid())
    figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in figure.axes[0].texts]
    for k, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def test_a_point_without_an_answer_is_a_gap_and_one_without_proof_an_open_circle():
    none = {"status": "not converged", "payload_kg": None, "low_kg": None, "high_kg": None}
    (axes,) = draw_curve(grid(_1=none, _6={"status": "not proved"})).axes
    drawn = [line for line in axes.get_lines() if line.get_linestyle() == "-"]
    assert np.isnan(drawn[0].get_ydata()).tolist() == [False, True, False, False]
    assert np.isnan(drawn[1].get_ydata()).tolist() == [False, False, True, False]
    (circle,) = [
        line
        for line in axes.get_lines()
        if line.get_linestyle() == "None" and len(line.get_xdata())
    ]
    assert list(circle.get_xdata()) == [500.0]
    assert "1 not proved (open circles), 1 of 12 points without an answer" in axes.get_title("left")


def test_one_altitude_is_drawn_over_the_inclination():
    points = [row(200.0, f"{i:g} deg", i, apogee_km=450.0, altitude_km=None) for i in (52.0, 60.0)]
    (axes,) = draw_curve(summary(points)).axes
    assert axes.get_xlabel() == "inclination [deg]"
    assert [text.get_text() for text in axes.texts] == ["200 x 450 km"]


def test_a_curve_without_any_answer_is_drawn_empty():
    none = {"status": "infeasible", "payload_kg": None, "low_kg": None, "high_kg": None}
    (axes,) = draw_curve(grid(**{f"_{k}": none for k in range(12)})).axes
    assert len(axes.texts) == 0


def test_the_picture_is_self_contained_and_names_what_it_was_made_from(tmp_path):
    figure = draw_curve(grid())
    save_figure(figure, tmp_path / "curve.svg")
    text = (tmp_path / "curve.svg").read_text()
    # Of what a browser would fetch: namespaces and licences are names, not places.
    assert 'href="http' not in text.replace('rdf:resource="http', "")
    assert "<image" not in text
    title = figure.axes[0].get_title("left")
    assert title == "cosmodrome 1.2.3, catalogue 01234567, q below 36.3 kPa"
