import io

from cosmodrome.report.console import console
from cosmodrome.report.printout import print_summary

SUMMARY = {
    "title": "Vostochny, 28 April 2016",
    "comparison": [
        {
            "what": "core separation",
            "unit": "s",
            "predicted": 287.04,
            "as_flown": 288.0,
            "published": 288,
            "difference": -0.96,
            "tolerance": 1.0,
            "section": "events",
            "basis": "given",
            "grade": "stated",
            "source": "a-source-2016",
            "note": "as read " * 20,
        },
        {
            "what": "lomonosov inclination",
            "unit": "deg",
            "predicted": 97.0,
            "published": 97.1234,
            "section": "orbits",
            "basis": "found",
        },
    ],
    "readings": {
        "predicted": {
            "events": [
                {
                    "name": "strap-on separation",
                    "t_s": 118.0,
                    "altitude_km": 45.0,
                    "inertial_speed_m_s": 1800.0,
                    "downrange_km": 40.0,
                    "mass_kg": 150000.0,
                }
            ],
            "losses": {"gravity_m_s": 1234.5},
            "loads": [
                {"name": "q", "unit": "Pa", "value": 10.5, "limit": 10.0, "excess": 0.05},
                {"name": "n", "unit": "m/s2", "value": 9.0, "limit": 10.0, "excess": -0.1},
                {"name": "free", "unit": "Pa", "value": 9.0, "limit": None, "excess": None},
            ],
            "ledger": [
                {
                    "stage": "core",
                    "loaded_kg": 10.0,
                    "burnt_kg": 9.0,
                    "left_kg": 1.0,
                    "unusable_kg": 0.5,
                }
            ],
            "ledger_closure_kg": -2e-10,
            "certificates": [
                {
                    "leg": "ascent",
                    "solver_status": "Solve_Succeeded",
                    "reflight_position_m": 0.71,
                    "reflight_velocity_m_s": 0.0018,
                    "openings_agreeing": 2,
                    "openings_tried": 3,
                    "nodes": 206,
                    "refinements": 2,
                }
            ],
            "timings_s": {"plan": 4.25},
            "notes": ["a dog-leg of 3 deg " * 8],
        },
        "as_flown": {},
    },
}


def printed(reading):
    stream = io.StringIO()
    print_summary(console(stream), SUMMARY, reading)
    return stream.getvalue()


def has_line(text, start):
    """Whether a line begins with these words, whatever the blanks between them."""
    return any(" ".join(line.split()).startswith(start) for line in text.splitlines())


def test_the_comparison_shows_each_figure_with_the_digits_of_its_unit():
    text = printed("predicted")
    assert has_line(text, "core separation * 287.0 288.0 288.0 -1.0 1.0 stated 1")
    assert has_line(text, "lomonosov incl deg 97.000 97.123")


def test_a_source_and_its_note_stand_below_and_wrap_under_themselves():
    lines = printed("predicted").splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith(" 1 a-source-2016: as read"))
    assert lines[first + 1].startswith("   ")


def test_a_reading_is_shown_in_detail_and_the_other_is_not():
    text = printed("predicted")
    assert "Events, predicted" in text
    assert has_line(text, "- gravity 1234.5")
    assert "Events, as flown" not in printed("as_flown")


def test_a_load_above_its_limit_is_marked():
    text = printed("predicted")
    assert has_line(text, "q Pa 10.5 10.0 by 5.0 %")
    assert has_line(text, "n m/s2 9.0 10.0 no")
    assert has_line(text, "free Pa 9.0 - -")


def test_the_ledger_says_how_well_it_closes():
    text = printed("predicted")
    assert has_line(text, "core 10.0 9.0 1.0 0.5")
    assert "ledger closes to 2.0e-10 kg" in text


def test_a_note_of_the_plan_is_told_at_the_head_and_wraps():
    lines = printed("as_flown").splitlines()
    assert lines[1].startswith("note, predicted: a dog-leg of 3 deg")
    assert lines[2].startswith("  ")


def test_the_certificate_is_one_line_a_leg():
    text = printed("predicted")
    assert has_line(text, "ascent Solve Succeeded 0.71 m, 0.0018 m/s 2 of 3 206 2")


def test_what_is_not_known_makes_no_table():
    assert "Falls" not in printed("predicted")


def test_no_line_is_wider_than_80_columns():
    assert max(map(len, printed("predicted").splitlines())) <= 80
