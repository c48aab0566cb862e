"""What a run leaves: its name, summary.json and the files beside it.

    runs/<mission>-<short hash>/
      summary.json                figures of both readings, comparison, versions, timings
      mission.yaml                the mission with every number of its launcher and satellites
      plan-<reading>.json         phases, steering nodes, certificates
      history-<reading>.parquet   every recorded state
      events-<reading>.csv
      oem/<reading>/<object>.oem

Only summary.json differs between two runs of one name, by its timings.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from cosmodrome.mission.compare import Comparison
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.reading import Reading
from cosmodrome.report.as_json import as_json, plain
from cosmodrome.report.history import as_parquet, history
from cosmodrome.report.oem import oem_text
from cosmodrome.report.plan_file import plan_mapping
from cosmodrome.report.reading_mapping import FlownReading, reading_mapping
from cosmodrome.report.run_folder import Content
from cosmodrome.report.versions import machine, package_version, versions

# What stands at the top of the summary, for the predicted reading.
TOP = ("events", "orbits", "losses", "loads", "falls", "reflight")
_HASH_DIGITS = 8

Flown = Mapping[Reading, FlownReading]


def run_name(mission: Mission, catalogue_hash: str) -> str:
    """Name of the run folder: that of the mission and a hash of everything that shapes the run.

    Parameters
    ----------
    mission : Mission
        As asked, every number of it.
    catalogue_hash : str
        Of the catalogue it was looked up in.
    """
    identity = [plain(mission), catalogue_hash, package_version()]
    digest = hashlib.sha256(as_json(identity).encode()).hexdigest()
    return f"{mission.name}-{digest[:_HASH_DIGITS]}"


def summarise(
    mission: Mission,
    flown: Flown,
    comparison: Comparison,
    catalogue_hash: str,
    timings_s: Mapping[str, float],
) -> dict[str, Any]:
    """Content of ``summary.json``.

    Parameters
    ----------
    mission : Mission
        As asked.
    flown : mapping of Reading to FlownReading
        Each reading that could be flown, at least one.
    comparison : Comparison
        Of the same readings.
    catalogue_hash : str
        Of the catalogue.
    timings_s : mapping of str to float
        Wall-clock time of the steps that belong to no reading [s].

    Returns
    -------
    dict
        The predicted reading stands at the top; as flown when it alone was flown.
    """
    readings = {each.value: reading_mapping(mission, run) for each, run in flown.items()}
    top = Reading.PREDICTED if Reading.PREDICTED in flown else next(iter(flown))
    summary = {
        "title": mission.title,
        "mission": _mission_head(mission),
        "reading": top.value,
        **{key: readings[top.value][key] for key in TOP},
        "timings_s": {**timings_s, **flown[top].timings_s},
        "readings": readings,
        "comparison": comparison.rows,
        "versions": versions(),
        "catalogue_hash": catalogue_hash,
        "platform": machine(),
        "seed": None,
    }
    # Plain from here on, so that what is printed is what the file holds.
    return {key: plain(value) for key, value in summary.items()}


def run_files(mission: Mission, flown: Flown) -> dict[str, Content]:
    """Files of the run folder but for ``summary.json``; the same flight gives the same bytes.

    Parameters
    ----------
    mission : Mission
        As asked.
    flown : mapping of Reading to FlownReading
        Each reading that could be flown.

    Returns
    -------
    dict of str to bytes or str
        Content by path within the folder.
    """
    files: dict[str, Content] = {"mission.yaml": mission_yaml(mission)}
    for reading, run in flown.items():
        name = reading.value
        files[f"plan-{name}.json"] = as_json(plan_mapping(run.plan))
        files[f"history-{name}.parquet"] = as_parquet(history(run.flight))
        events = reading_mapping(mission, run)["events"]
        assert isinstance(events, list)
        files[f"events-{name}.csv"] = _csv(events)
        for path, text in _ephemerides(mission, run):
            files[f"oem/{name}/{path}"] = text
    return files


def mission_yaml(mission: Mission) -> str:
    """Resolved mission: every number the flight used, its unit in its name.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    yaml.dump(plain(mission), stream)
    return stream.getvalue()


def _mission_head(mission: Mission) -> dict[str, object]:
    return {
        "name": mission.name,
        "title": mission.title,
        "liftoff_utc": mission.liftoff_utc,
        "launcher": mission.launcher.title,
        "upper_stage": mission.upper_stage.title if mission.upper_stage else None,
        "pad": mission.pad.title,
        "passengers": [each.spacecraft.title for each in mission.passengers],
    }


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    stream = StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _ephemerides(mission: Mission, run: FlownReading) -> Iterator[tuple[str, str]]:
    for handed in run.handover.objects:
        body = handed.body
        if handed.ephemeris is None:
            continue
        number = "NONE" if body.norad_id is None else str(body.norad_id)
        yield (
            f"{body.name}.oem",
            oem_text(
                handed.ephemeris,
                object_name=body.name.upper(),
                object_id=number,
                # Not the date of the run: the same flight gives the same file.
                creation_date=mission.liftoff_utc,
                comment=f"{mission.name}, {run.flight.reading.value.replace('_', ' ')}; "
                "creation date stands for the lift-off",
            ),
        )
