"""The verb zone, run as a user runs it."""

import pytest
from click.testing import CliRunner

from cosmodrome.app.cli.commands import cosmodrome
from cosmodrome.errors import UnknownNameError
from cosmodrome.report.console import console
from cosmodrome.report.zone_cost_printout import print_zone_cost, zone_cost_mapping
from cosmodrome.study.drop_zones.cost import Move, ZoneCost

COST = ZoneCost(
    body="core",
    downrange_m=1671.9e3,
    what="propellant of the last stage",
    payload_per_kg=1.1,
    moves=(
        Move(by_m=-20e3, downrange_m=1651.9e3, cost_kg=3.0, slope_kg_m=2.9e-4),
        Move(by_m=-1.7e6, downrange_m=-28e3, advice="lies behind the pad"),
    ),
)


def test_a_body_that_is_not_dropped_is_refused() -> None:
    result = CliRunner().invoke(cosmodrome, ["zone", "vostochny-2016", "cor"])
    assert isinstance(result.exception, UnknownNameError)
    assert "did you mean core" in str(result.exception)


def test_a_place_without_an_ascent_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    print_zone_cost(console(), "vostochny-2016", COST)
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "-20          1651.9        3.0              3.3           0.29" in text
    assert "-1700 km: lies behind the pad" in text


def test_the_mapping_has_payload_beside_the_cost() -> None:
    moves = zone_cost_mapping("vostochny-2016", COST)["moves"]
    assert moves[0]["payload_kg"] == pytest.approx(3.3)
    assert moves[1]["payload_kg"] is None
