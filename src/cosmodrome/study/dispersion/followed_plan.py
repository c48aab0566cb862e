"""The plan the guidance of dispersed flights follows: what it keeps clear of, and how it flies."""

from calendar import month_name
from dataclasses import replace

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.mission.dispersions import CALM, MISSION, WindTable
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.plan import Plan, plan
from cosmodrome.study.dispersion.air_of_month import in_its_wind
from cosmodrome.study.dispersion.ask import ascent_plan

_DEG = 57.29577951308232


def followed_plan(mission: Mission) -> Plan:
    """Plan dispersed flights follow, in the wind of `in_its_wind`.

    Parameters
    ----------
    mission : Mission
        As asked.

    Raises
    ------
    NoPlanError
        When there is no ascent.
    """
    ascent = ascent_plan(mission)
    found = plan(in_its_wind(mission), ascent=ascent)
    return replace(found, notes=(plan_note(mission, ascent), *found.notes))


def plan_note(mission: Mission, ascent: PlannedLeg) -> str:
    """What sets the followed plan apart from the best one, as a sentence.

    Parameters
    ----------
    mission : Mission
        As asked.
    ascent : PlannedLeg
        From `ascent_plan`.
    """
    kept, limit = ascent.leg.limits.q_alpha_max_Pa_rad, mission.limits.q_alpha_max_Pa_rad
    sentence = f"plan made {_wind_words(mission)}"
    if kept is None or limit is None or kept == limit:
        return sentence
    kept, limit = (1e-3 * _DEG * each for each in (kept, limit))
    room = f"pressure times angle of attack below {kept:.3g} of {limit:.3g} kPa deg"
    return f"{sentence}, with {room} to leave room for winds"


def _wind_words(mission: Mission) -> str:
    asked = mission.dispersions.wind
    if asked == CALM:
        return "in calm air"
    if isinstance(asked, WindTable):
        return "in the mean wind of the dispersions"
    if asked == MISSION or (not asked and mission.wind is not None):
        return "in the wind of the mission" if mission.wind is not None else "in calm air"
    return f"in the mean wind of {month_name[mission.liftoff_utc.month]} over the pad"
