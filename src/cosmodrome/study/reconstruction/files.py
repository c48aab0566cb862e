"""A reconstructed flight as catalogue files: launcher, payload and a mission that flies again."""

from collections.abc import Sequence
from datetime import UTC
from io import StringIO
from typing import Any

import numpy as np

from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.stage_layout import burnt_before_liftoff_kg, loaded_kg
from cosmodrome.constants import STANDARD_PRESSURE_PA
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.orbit.elements import apogee_height_m, osculating, perigee_height_m, rotated
from cosmodrome.study.reconstruction.along import states_at
from cosmodrome.study.reconstruction.events import SECO1
from cosmodrome.study.reconstruction.model import Flyer, launcher_of, programme_of, value_of
from cosmodrome.study.reconstruction.parameters import PAYLOAD
from cosmodrome.study.reconstruction.reconstruct import Reconstruction
from cosmodrome.study.reconstruction.request import ReconstructionCase
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import Stage, burnt_propellant_kg

Values = dict[str, Any]

_LOWEST_ORBIT_M = 100e3
# Above this burn and load agree to rounding [kg].
_SLACK_KG = 1e-3


def catalogue_files(
    name: str, base: str, case: ReconstructionCase, found: Reconstruction, catalogue: Catalogue
) -> dict[str, str]:
    """Files of a catalogue folder with the flight in it.

    Parameters
    ----------
    name : str
        Of the entries.
    base : str
        Launcher the fitted one is based on.
    case : ReconstructionCase
        What was asked.
    found : Reconstruction
        What was found.
    catalogue : Catalogue
        Where the launcher is.

    Returns
    -------
    dict of str to str
        Text by path in the folder; no mission when the telemetry does not reach an orbit.
    """
    fitted = launcher_of(found.model, found.fit.values)
    values = catalogue.document("launchers", base).values
    files = {
        f"launchers/{name}.yaml": _yaml(
            {
                "title": f"{case.launcher.title}, as fitted to {name}",
                "note": "Fitted to telemetry: no evidence on the flight it was fitted to.",
                "based_on": base,
                "changes": _changes(fitted, values),
            }
        )
    }
    payload = value_of(found.model, found.fit.values, PAYLOAD)
    files[f"spacecraft/{name}.yaml"] = _yaml(_spacecraft(name, payload))
    target = reached_orbit(found, case.around)
    if target is not None:
        files[f"missions/{name}.yaml"] = _yaml(_mission(name, case, found, target))
    return files


def _changes(fitted: Launcher, values: Values) -> Values:
    changes: Values = {}
    for stage, given in zip(fitted.stages, values["stages"], strict=True):
        changes |= _stage_changes(stage, given)
    limit = fitted.limits.axial_acceleration_max_m_s2
    if limit is not None and "limits" in values:
        changes["limits.axial_acceleration"] = f"{float(limit)!r} m/s2"
    changes["aerodynamics.reference_area"] = f"{fitted.aerodynamics.reference_area_m2!r} m2"
    if fitted.fairing is None and "fairing" in values:
        changes["fairing"] = None
    elif fitted.fairing is not None and fitted.fairing.jettison.rule is JettisonRule.TIME:
        at = float(fitted.fairing.jettison.value)
        changes["fairing.jettison"] = {"rule": "time", "time": f"{at!r} s"}
    return changes


def _stage_changes(stage: Stage, given: Values) -> Values:
    key, engine = f"stages.{stage.name}", stage.engine
    vacuum = float(engine.thrust_vac_N)
    changes: Values = {
        f"{key}.engine.thrust_vacuum": f"{vacuum!r} N",
        f"{key}.engine.isp_vacuum": f"{float(engine.isp_vac_s)!r} s",
    }
    sea_level = vacuum - engine.exit_area_m2 * STANDARD_PRESSURE_PA
    if "thrust_sea_level" in given["engine"]:
        changes[f"{key}.engine.thrust_sea_level"] = f"{sea_level!r} N"
    most = max(stage.throttle.fraction)
    if most > engine.max_throttle:
        changes[f"{key}.engine.max_throttle"] = repr(float(most))
    if engine.min_throttle < 1.0:
        changes[f"{key}.engine.min_throttle"] = repr(float(engine.min_throttle))
    if "isp_sea_level" in given["engine"]:
        isp = float(engine.isp_vac_s) * sea_level / vacuum
        changes[f"{key}.engine.isp_sea_level"] = f"{isp!r} s"
    moved = {**given, "engine": {**given["engine"], "thrust_vacuum": vacuum,
                                 "isp_vacuum": float(engine.isp_vac_s)}}  # fmt: skip
    loaded = float(stage.propellant_kg) + burnt_before_liftoff_kg(moved)
    scale = loaded / loaded_kg(given)
    for name, load in given["loads"].items():
        changes[f"{key}.loads.{name}"] = f"{load * scale!r} kg"
    if "gross_mass" in given:
        changes[f"{key}.gross_mass"] = f"{given['dry_mass'] + loaded!r} kg"
    points = zip(stage.throttle.time_s, stage.throttle.fraction, strict=True)
    if ("thrust_curve" not in given and "throttle" in given) or len(stage.throttle.time_s) > 1:
        changes[f"{key}.throttle"] = [
            {"time": f"{float(t)!r} s", "level": repr(float(f))} for t, f in points
        ]
    if stage.ignition.after != "lift-off":
        after, delay = stage.ignition.after, float(stage.ignition.delay_s)
        changes[f"{key}.ignition"] = {"after": after, "delay": f"{delay!r} s"}
    if stage.cutoff.time_s is not None:
        changes[f"{key}.cutoff"] = {
            "rule": stage.cutoff.rule.value,
            "time": f"{float(stage.cutoff.time_s)!r} s",
        }
        changes |= _kept_changes(stage, given, scale)
    return changes


def _kept_changes(stage: Stage, given: Values, scale: float) -> Values:
    """What stays in the tanks: all that the fitted burn leaves, the residual first."""
    key = f"stages.{stage.name}"
    assert stage.cutoff.time_s is not None
    left = stage.propellant_kg - burnt_propellant_kg(stage, stage.cutoff.time_s) / stage.count
    residual = sum(given.get("residuals", {}).values())
    part = float(np.clip((left - _SLACK_KG) / residual, 0.0, scale)) if residual else 0.0
    changes: Values = {
        f"{key}.residuals.{name}": f"{kept * part!r} kg"
        for name, kept in given.get("residuals", {}).items()
    }
    reserve = max(float(left) - part * residual - _SLACK_KG, 0.0)
    changes[f"{key}.landing_reserve"] = f"{reserve!r} kg"
    return changes


def _spacecraft(name: str, mass_kg: float) -> Values:
    return {
        "title": f"payload of {name}",
        "note": "Mass fitted with the flight, drag of a ship of 10 m2: no file of the payload.",
        "mass": f"{mass_kg!r} kg",
        "drag_area": "10 m2",
        "drag_coefficient": "2.2",
        "separation_speed": "0.5 m/s",
    }


def reached_orbit(found: Reconstruction, around: Surroundings) -> OrbitTarget | None:
    """Orbit at the last cut-off; None when the telemetry does not show it, or it is none.

    Parameters
    ----------
    found : Reconstruction
        Fitted.
    around : Surroundings
        Earth at lift-off, for the equator of date.
    """
    model, values = found.model, found.fit.values
    at = value_of(model, values, SECO1, float("nan"))
    if not np.isfinite(at):
        return None
    flown = Flyer(model).fly(values)
    r, v = states_at(flown, np.array([at]))
    of_date = rotated(r[:, 0], v[:, 0], around.orientation.gcrf_to_teme)
    elements = osculating(*of_date)
    perigee, apogee = perigee_height_m(elements), apogee_height_m(elements)
    if not _LOWEST_ORBIT_M <= perigee <= apogee:
        return None
    return OrbitTarget(
        perigee_height_m=perigee,
        apogee_height_m=apogee,
        inclination_rad=elements.inclination_rad,
    )


def _mission(
    name: str, case: ReconstructionCase, found: Reconstruction, target: OrbitTarget
) -> Values:
    programme = programme_of(found.model, found.fit.values)
    at = value_of(found.model, found.fit.values, SECO1)
    return {
        "title": f"{name}, reconstructed",
        "note": "Flies the steering fitted to its telemetry; the target is the orbit it reaches.",
        "liftoff": case.liftoff_utc.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "launcher": name,
        "pad": case.pad.name,
        "pass": "ascending" if case.ascending else "descending",
        "target": {
            "perigee_height": f"{target.perigee_height_m / 1e3:.3f} km",
            "apogee_height": f"{target.apogee_height_m / 1e3:.3f} km",
            "inclination": f"{np.degrees(target.inclination_rad):.5f} deg",
            "elements": "osculating",
        },
        "passengers": [{"spacecraft": name, "release_delay": "60 s"}],
        "steering": {
            "azimuth": f"{float(np.degrees(case.azimuth_rad))!r} deg",
            "cut_off": f"{at!r} s",
            "time_s": list(programme.time_s),
            "pitch_deg": [float(np.degrees(p)) for p in programme.pitch_rad],
            "note": "over the horizon of the pad at lift-off, in the plane of the azimuth",
        },
    }


def _yaml(content: Values) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    yaml.dump(content, stream)
    return stream.getvalue()


def same_numbers(launcher: Launcher, read: Launcher) -> Sequence[str]:
    """Numbers of a fitted launcher that its file does not give back, by name; empty when all are.

    Parameters
    ----------
    launcher, read : Launcher
        Fitted, and as read from its file.
    """
    pairs = [("drag area", launcher.aerodynamics.reference_area_m2,
              read.aerodynamics.reference_area_m2)]  # fmt: skip
    for a, b in zip(launcher.stages, read.stages, strict=True):
        pairs += [
            (f"{a.name} thrust", a.engine.thrust_vac_N, b.engine.thrust_vac_N),
            (f"{a.name} impulse", a.engine.isp_vac_s, b.engine.isp_vac_s),
            (f"{a.name} exit area", a.engine.exit_area_m2, b.engine.exit_area_m2),
            (f"{a.name} load", a.propellant_kg, b.propellant_kg),
            (f"{a.name} ignition", a.ignition.delay_s, b.ignition.delay_s),
            (f"{a.name} cut-off", a.cutoff.time_s or 0.0, b.cutoff.time_s or 0.0),
        ]
        pairs += [
            (f"{a.name} throttle", x, y)
            for x, y in zip(a.throttle.fraction, b.throttle.fraction, strict=True)
        ]
    return [name for name, x, y in pairs if abs(x - y) > 1e-9 * max(1.0, abs(x))]
