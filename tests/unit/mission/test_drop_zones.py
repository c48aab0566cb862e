"""Drop zones on the home mission: its core stage moved thirty kilometres, and what is said."""

from dataclasses import replace

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.ascent.drop_zones import DropZones, Missed
from cosmodrome.ascent.fall_limits import DownrangeBand, KeepOut
from cosmodrome.ascent.outcome import Status
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.compare import fall_downrange_m
from cosmodrome.mission.drop_zones import drop_zone_advice, drop_zone_notes

VILLAGE = KeepOut(name="Tommot", longitude_rad=(0.0, 0.1, 0.1), latitude_rad=(0.0, 0.0, 0.1))


@pytest.fixture(scope="module")
def free(flown):
    run = flown[cd.Reading.PREDICTED]
    return run.plan, {fall.name: fall for fall in run.flight.falls}


def test_the_core_moved_by_thirty_kilometres_lands_there_and_the_plan_says_the_cost(
    vostochny, free
):
    plan, falls = free
    edge = fall_downrange_m(vostochny, falls["core"]) - 30e3
    band = DownrangeBand(body="core", shortest_m=edge - 50e3, longest_m=edge)
    mission = replace(vostochny, drop_zones=(band,))
    held = cd.plan(mission)
    assert held.outcome.is_success
    core = next(fall for fall in cd.fly(mission, held).falls if fall.name == "core")
    assert fall_downrange_m(mission, core) == pytest.approx(edge, abs=50.0)
    # The objective is the final mass, its sign turned.
    lost = held.ascent.solution.objective - plan.ascent.solution.objective
    assert 3.0 < lost < 15.0
    assert held.ascent.drop_zones.cost_kg == pytest.approx(lost, abs=0.05)
    assert any(
        note.startswith(f"drop zones cost {lost:.1f} kg of propellant of the last stage: core")
        for note in held.notes
    )


def zones(**kwargs):
    told = {"impacts": (), "free_objective": -8000.0, "objective": -8000.0, **kwargs}
    return DropZones(**told)


def test_what_costs_nothing_is_said_to_cost_nothing(free):
    leg = free[0].ascent.leg
    assert drop_zone_notes(leg, None) == ()
    assert drop_zone_notes(leg, zones()) == ("drop zones cost nothing: the best ascent keeps them",)
    assert drop_zone_notes(leg, zones(notes=("convex hull",)))[1:] == ("convex hull",)


def test_a_band_out_of_reach_makes_the_plan_infeasible_and_says_by_how_much(vostochny, free):
    plan, _ = free
    band = DownrangeBand(body="core", shortest_m=100e3, longest_m=150e3)
    missed = Missed(limit=band, body="core", by_m=123.4e3)
    ascent = replace(plan.ascent, drop_zones=zones(missed=(missed,)))
    outcome = ascent_outcome(ascent)
    assert outcome.status is Status.INFEASIBLE
    assert "on which core comes down 100 to 150 km from the pad" in outcome.advice
    assert "misses that by 123 km" in outcome.advice
    assert drop_zone_notes(plan.ascent.leg, ascent.drop_zones) == ()


def test_a_keep_out_that_cannot_be_left_is_named():
    advice = drop_zone_advice(Missed(limit=VILLAGE, body="fairing", by_m=np.inf))
    assert "fairing stays out of Tommot" in advice
