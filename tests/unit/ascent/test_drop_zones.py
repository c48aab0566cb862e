"""Limits on the falls of the launcher with round numbers, each checked by the compiled fall."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.ascent.drop_zones import impacts_of
from cosmodrome.ascent.fall_branch import fall_values
from cosmodrome.ascent.fall_limits import DownrangeBand, KeepOut, demands_of, excess_m
from cosmodrome.ascent.falls import falls_of
from cosmodrome.ascent.guess import ascent_opening
from cosmodrome.ascent.optimise import optimise
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.ellipsoid import downrange_m
from cosmodrome.earth.orientation import Orientation

ORIENTATION = Orientation(
    epoch_utc=datetime(2016, 4, 28, tzinfo=UTC),
    gcrf_to_itrf=np.eye(3),
    gcrf_to_teme=np.eye(3),
    rotation_rad_s=EARTH_ROTATION_RAD_S,
)
# The re-flight keeps a limit to this [m].
NEAR_M = 50.0


def flown(planned, earth):
    """Falls of a planned leg, flown anew by the simulator."""
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    tracks = fly_phases(leg.sequence.phases, planned.steering, start, earth)
    return {fall.name: fall for fall in falls_of(tracks, earth, ORIENTATION)}


def downrange(fall):
    return downrange_m(np.radians(46.0), 0.0, fall.latitude_rad, fall.longitude_rad)


@pytest.fixture(scope="module")
def free(ascent, earth):
    return {fall.name: fall for fall in falls_of(ascent.tracks, earth, ORIENTATION)}


@pytest.fixture(scope="module")
def within(leg, earth):
    """The optimum with limits on falls."""

    def solved(*limits):
        asked = replace(leg, fall_limits=limits, orientation=ORIENTATION)
        return optimise(
            asked, earth, lambda meshes: [ascent_opening(asked, earth, meshes, bend_s=140.0)]
        )

    return solved


def around(fall, north_km, south_km, half_width_deg=2.0, **kwargs):
    """Keep-out from some way south to some way north of an impact."""
    longitude, latitude = np.degrees([fall.longitude_rad, fall.latitude_rad])
    south, north = latitude - south_km / 111.0, latitude + north_km / 111.0
    west, east = longitude - half_width_deg, longitude + half_width_deg
    return KeepOut(
        name="village",
        longitude_rad=tuple(np.radians([west, east, east, west])),
        latitude_rad=tuple(np.radians([south, south, north, north])),
        **kwargs,
    )


def test_the_mesh_of_a_fall_ends_where_the_compiled_fall_does(ascent, earth, free):
    for track in ascent.tracks:
        for body in track.phase.dropped:
            (fractions, degree), values = fall_values(body, track.state[-1], earth)
            fall = free[body.name]
            assert values.duration == pytest.approx(fall.ground_s - fall.dropped_s, abs=1e-3)
            np.testing.assert_allclose(values.state[:3, -1], fall.track.state[-1, :3], atol=1.0)
            assert sum(fractions) == pytest.approx(1.0)
            assert values.state.shape == (7, len(fractions) * degree + 1)
            # The last segments lie in the thick air, where a fall bends most.
            assert 4 <= len(fractions) <= 40


def test_impacts_are_those_of_the_falls(ascent, leg, earth, free):
    for impact in impacts_of(ascent.tracks, leg, earth):
        assert impact.downrange_m == pytest.approx(downrange(free[impact.body.name]), rel=2e-6)
        assert impact.t_s == pytest.approx(free[impact.body.name].ground_s)


def test_a_band_around_the_free_impact_changes_nothing(within, ascent, free):
    at = downrange(free["first"])
    planned = within(DownrangeBand(body="first", shortest_m=at - 5e3, longest_m=at + 5e3))
    assert planned.solution.objective == pytest.approx(ascent.planned.solution.objective, rel=1e-6)
    assert planned.drop_zones.cost_kg == 0.0
    assert planned.drop_zones.demands == ()


@pytest.mark.parametrize("shift", [-25e3, 25e3])
def test_a_band_is_kept_by_the_compiled_fall_and_costs_mass(shift, within, ascent, earth, free):
    edge = downrange(free["first"]) + shift
    lower, upper = (edge - 10e3, edge) if shift < 0.0 else (edge, edge + 10e3)
    planned = within(DownrangeBand(body="first", shortest_m=lower, longest_m=upper))
    assert planned.drop_zones.missed == ()
    # Falls flown along stay out of the leg, its arcs and its steering.
    phases = planned.leg.sequence.phases
    assert len(planned.solution.arcs) == len(planned.steering) == len(phases)
    assert planned.leg.falls == ()
    assert planned.certificate.position_m < 10.0
    # The optimum lies on the edge nearest to the free impact.
    assert downrange(flown(planned, earth)["first"]) == pytest.approx(edge, abs=NEAR_M)
    lost = planned.solution.objective - ascent.planned.solution.objective
    assert lost > 1.0
    assert planned.drop_zones.cost_kg == pytest.approx(lost, abs=0.05)
    # The price of the edge, halved and times the way to it, is a first estimate of the cost.
    (price,) = planned.drop_zones.prices_kg_m
    assert lost == pytest.approx(0.5 * price * abs(shift), rel=0.3)


def test_a_keep_out_over_the_free_impact_is_left_at_its_nearest_edge(within, earth, free):
    village = around(free["first"], north_km=30.0, south_km=8.0, body="first")
    planned = within(village)
    fall = flown(planned, earth)["first"]
    zones = planned.drop_zones
    (demand,) = zones.demands
    demands = demands_of(village, "first", planned.leg.start_position_m, ORIENTATION)
    r = tuple(fall.track.state[-1, :3])
    outside = min(excess_m(d, r, fall.ground_s, earth) for d in demands)
    assert abs(outside) < NEAR_M
    # Eight kilometres south are nearer than thirty north or two degrees of longitude.
    assert demand.edge == demands.index(demand)
    assert fall.latitude_rad < free["first"].latitude_rad
    assert zones.cost_kg > 0.0


def test_more_limits_never_make_the_optimum_better(within, free):
    first, fairing = (downrange(free[name]) for name in ("first", "fairing"))
    one = DownrangeBand(body="first", shortest_m=first - 40e3, longest_m=first - 10e3)
    two = DownrangeBand(body="fairing", shortest_m=fairing, longest_m=fairing + 40e3)
    alone, both = within(one), within(one, two)
    assert both.solution.objective >= alone.solution.objective - 0.01
    assert {d.body for d in both.drop_zones.demands} == {"first", "fairing"}


def test_a_band_out_of_reach_says_by_how_much(within, free):
    planned = within(DownrangeBand(body="first", shortest_m=5e3, longest_m=20e3))
    (missed,) = planned.drop_zones.missed
    assert missed.body == "first"
    # Nearer than the free impact, yet not there.
    assert 1e3 < missed.by_m < downrange(free["first"]) - 20e3


def test_a_body_left_in_orbit_has_no_fall(earth, ascent):
    (body,) = (b for track in ascent.tracks for b in track.phase.dropped if b.name == "skirt")
    higher = ascent.tracks[-1].state[-1].copy()
    higher[3:6] *= 1.02
    assert fall_values(body, higher, earth) is None
