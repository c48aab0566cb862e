"""Files of the drop zones of a study, beside its samples; each is written beside and renamed.

zones.geojson   polygon, ellipse and nominal impact of every body, for maps
zones.kml       the same for globes
notice.txt      drafts of notices to ships and aircraft
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cosmodrome.errors import OutputError
from cosmodrome.report.drop_zone_notice import drop_zone_notice
from cosmodrome.report.zones_geojson import zones_geojson
from cosmodrome.report.zones_kml import zones_kml
from cosmodrome.study.whole_file import write_whole


def write_drop_zones(
    folder: Path, mission: str, liftoff_utc: datetime, zones: Mapping[str, Any]
) -> None:
    """Write the files of drop zones.

    Parameters
    ----------
    folder : pathlib.Path
        Of the samples.
    mission : str
        Name.
    liftoff_utc : datetime
        Of the mission.
    zones : mapping
        By body, from `drop_zones_of`.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    _write(folder / "zones.geojson", json.dumps(zones_geojson(mission, zones)) + "\n")
    _write(folder / "zones.kml", zones_kml(mission, zones))
    _write(folder / "notice.txt", drop_zone_notice(mission, liftoff_utc, zones))


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
