"""A separate upper stage in a payload study: its masses, its burns, its load, what it lifts."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.errors import InputError
from cosmodrome.mission.ascent_leg import ascent_leg, usual_burns
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.burns import burns_of, burns_to_try
from cosmodrome.study.payload import PayloadAnswer, payload
from cosmodrome.study.payload_case import PayloadCase, mission_of
from cosmodrome.study.payload_flight import upper_burns, upper_load_kg
from cosmodrome.study.payload_request import PayloadRequest, read_request, request_variants
from cosmodrome.vehicle.launcher import liftoff_mass_kg

SSO = PayloadRequest(
    launcher="soyuz-2.1b", pad="vostochny-1s", orbit="600 km SSO", upper_stage="fregat", burns=2
)


def case_of(**change) -> PayloadCase:
    return read_request(replace(SSO, **change), open_catalogue())


@pytest.fixture(scope="module")
def sso() -> PayloadAnswer:
    return payload(case_of(), variants=itertools.islice(_variants(), 3))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"upper_stage": "fregatt"}, "did you mean fregat"),
        ({"upper_stage": "star-48b"}, "lights once"),
        ({"burns": 9}, "ask for 1 to 7"),
        ({"upper_stage": None}, "none is named"),
    ],
)
def test_an_upper_stage_that_cannot_be_is_one_line(change, word):
    with pytest.raises(InputError) as caught:
        case_of(**change)
    (fault,) = caught.value.faults
    assert word in f"{fault.problem}; {fault.remedy}"


def test_every_mass_of_the_stack_is_counted_once():
    case = case_of()
    mission = mission_of(case)
    leg = ascent_leg(mission, Reading.PREDICTED, surroundings(mission), 208.4)
    upper = case.upper_stage
    assert upper is not None
    full = upper.stage.dry_mass_kg + upper.propellant_max_kg
    assert leg.start_mass_kg == pytest.approx(liftoff_mass_kg(case.launcher, full))
    assert leg.final_mass_kg == upper.stage.dry_mass_kg + upper.stage.residual_kg
    assert leg.most_left_out_kg == upper.propellant_max_kg - upper.propellant_min_kg
    dropped = sum(body.mass_kg for phase in leg.sequence.phases for body in phase.dropped)
    burnt = sum(
        float(np.mean(share.flow.coefficients[0])) * phase.duration.upper
        for phase in leg.sequence.phases[-6:-4]
        for share in phase.burns
    )
    assert dropped > 30_000.0
    assert burnt > 0.0
    assert [phase.name for phase in leg.sequence.phases[-4:]] == [
        "fregat coast 1",
        "fregat burn 1",
        "fregat coast 2",
        "fregat burn 2",
    ]


@pytest.mark.parametrize(
    ("launcher", "pad", "orbit", "upper", "burns"),
    [
        ("soyuz-2.1b", "vostochny-1s", "600 km SSO", "fregat", 2),
        ("soyuz-2.1b", "kourou-els", "C3 10", "fregat-mt", 1),
        ("soyuz-2.1b", "kourou-els", "C3 10 declination 2 deg", "fregat-mt", 2),
        # The launcher alone reaches a circle with 98 % of what the help of Fregat would give.
        ("soyuz-2.1b", "kourou-els", "35786 km 0 deg", "fregat-mt", 2),
        # The second stage flies to the transfer itself, the kick stage makes it round.
        ("electron", "mahia-lc-1a", "500 km SSO", "electron-kick-stage", 1),
        ("electron", "mahia-lc-1a", "500 km 60 deg", "electron-kick-stage", 1),
    ],
)
def test_the_usual_number_of_burns(launcher, pad, orbit, upper, burns):
    case = case_of(launcher=launcher, pad=pad, orbit=orbit, upper_stage=upper, burns=None)
    mission = mission_of(case)
    assert usual_burns(mission, surroundings(mission)) == burns
    assert burns_to_try(case)[0] == burns


def test_fregat_lifts_a_proved_payload_to_a_sun_synchronous_orbit(sso):
    assert sso.ascent.certificate.is_proof
    assert burns_of(sso.ascent) == 2
    # Between the 4.4 t published to 820 km from Kourou and the 7.2 t of the launcher alone to
    # a low orbit of this inclination.
    assert 4400.0 < sso.payload_kg < 7200.0


def test_the_mass_at_the_end_is_payload_and_empty_upper_stage(sso):
    upper = sso.case.upper_stage
    assert upper is not None
    end = float(sso.ascent.solution.arcs[-1].state[6, -1])
    empty = upper.stage.dry_mass_kg + upper.stage.residual_kg
    assert end == pytest.approx(sso.payload_kg + empty, abs=0.1)


def test_the_load_is_what_the_burns_take_and_what_stays(sso):
    upper = sso.case.upper_stage
    assert upper is not None
    burnt = sum(burn.propellant_kg for burn in upper_burns(sso))
    assert upper_load_kg(sso) == pytest.approx(burnt + upper.stage.residual_kg, abs=0.1)
    assert upper.propellant_min_kg < upper_load_kg(sso) < upper.propellant_max_kg


def test_the_band_counts_the_numbers_of_the_upper_stage(sso):
    assert sso.band is not None
    assert sso.band.low_kg < sso.payload_kg < sso.band.high_kg
    own = len(tuple(open_catalogue().document("upper-stages", "fregat").figures))
    alone = sum(v.upper_stage == sso.case.upper_stage for v in _variants())
    assert 0 < sum(1 for _ in _variants()) - alone <= own


@pytest.mark.slow
def test_a_burn_parted_by_a_revolution_lifts_more_to_an_escape():
    escape = payload(case_of(pad="kourou-els", orbit="C3 0", upper_stage="fregat-mt", burns=None))
    one, two = (trial.payload_kg for trial in escape.trials[:2])
    assert one is not None
    assert two is not None
    # A burn of 19 minutes from one side of the Earth to the other loses a tenth of its gain.
    assert 1.01 < two / one < 1.1


def _variants():
    return request_variants(SSO, open_catalogue())


@pytest.mark.slow
def test_a_higher_orbit_takes_payload(sso):
    higher = payload(case_of(orbit="700 km SSO", burns=None), neighbour=sso.ascent)
    assert higher.ascent.certificate.is_proof
    # 100 km more cost some 50 m/s at 327 s of impulse: about 1.6 % of the mass in orbit, and the
    # plane turns a little further against the Earth.
    assert 0.95 < higher.payload_kg / sso.payload_kg < 0.99
