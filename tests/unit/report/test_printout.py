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
            "grade": "stated",
            "source": "a-source-2016",
        },
        {"what": "lomonosov node", "unit": "deg", "predicted": 25.0, "published": 25.1234},
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
        },
        "as_flown": {},
    },
}


def printed(reading):
    stream = io.StringIO()
    print_summary(console(stream), SUMMARY, reading)
    return stream.getvalue()


def test_the_comparison_shows_each_figure_with_the_digits_of_its_unit():
    words = [line.split() for line in printed("predicted").splitlines()]
    row = "core separation s 287.0 288.0 288.0 -1.0 stated 1"
    assert row.split() in words
    assert ["lomonosov", "node", "deg", "25.000", "-", "25.123", "-", "-", "-"] in words
    assert ["1", "a-source-2016"] in words


def test_a_reading_is_shown_in_detail_and_the_other_is_not():
    text = printed("predicted")
    assert "Events, predicted" in text
    assert ["gravity", "1234.5"] in [line.split() for line in text.splitlines()]
    assert "Events" not in printed("as_flown")


def test_what_is_not_known_makes_no_table():
    assert "Falls" not in printed("predicted")


def test_no_line_is_wider_than_80_columns():
    assert max(map(len, printed("predicted").splitlines())) <= 80
