"""CCSDS Orbit Ephemeris Messages, version 2.0, in keyword-value notation."""

from datetime import UTC, datetime
from pathlib import Path

from cosmodrome.errors import OutputError
from cosmodrome.orbit.propagation import Ephemeris, brahe_epoch

_PRINTABLE = range(32, 127)


def oem_text(
    ephemeris: Ephemeris,
    *,
    object_name: str,
    object_id: str,
    creation_date: datetime,
    originator: str = "COSMODROME",
    comment: str = "",
) -> str:
    """The message; the same arguments give the same text.

    Parameters
    ----------
    ephemeris : Ephemeris
        In GCRF or EME2000 axes.
    object_name, object_id : str
        Name, and international designator where there is one (``2016-026A``).
    creation_date : datetime
        Stands in the header; with time zone.
    originator, comment : str
        Who wrote it; a line for the metadata, none if empty.

    Returns
    -------
    str
        Lines end in one line feed; positions to 1e-7 km, velocities to 1e-10 km/s.

    Raises
    ------
    ValueError
        If a text is empty or not printable ASCII, or the axes are others.

    References
    ----------
    CCSDS 502.0-B-2, Orbit Data Messages (2009), section 5 and annex A.
    """
    if ephemeris.frame not in ("GCRF", "EME2000"):
        raise ValueError(f"axes {ephemeris.frame!r} are not written; use GCRF or EME2000")
    for text in (object_name, object_id, originator):
        if not text.strip():
            raise ValueError("an OEM needs an object name, an object id and an originator")
    for text in (object_name, object_id, originator, comment):
        if not all(ord(letter) in _PRINTABLE for letter in text):
            raise ValueError(f"an OEM holds printable ASCII only, not {text!r}")
    times = _epochs(ephemeris)
    created = creation_date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    head = [
        "CCSDS_OEM_VERS = 2.0",
        f"CREATION_DATE = {created}",
        f"ORIGINATOR = {originator}",
        "",
        "META_START",
        *([f"COMMENT {comment}"] if comment else []),
        f"OBJECT_NAME = {object_name}",
        f"OBJECT_ID = {object_id}",
        "CENTER_NAME = EARTH",
        f"REF_FRAME = {ephemeris.frame}",
        "TIME_SYSTEM = UTC",
        f"START_TIME = {times[0]}",
        f"STOP_TIME = {times[-1]}",
        "INTERPOLATION = HERMITE",
        f"INTERPOLATION_DEGREE = {min(7, 2 * len(times) - 1)}",
        "META_STOP",
        "",
    ]
    return "\n".join([*head, *_lines(ephemeris, times), ""])


def write_oem(
    path: Path,
    ephemeris: Ephemeris,
    *,
    object_name: str,
    object_id: str,
    creation_date: datetime,
    originator: str = "COSMODROME",
    comment: str = "",
) -> None:
    """Write the message to a file; see `oem_text` for the arguments.

    Parameters
    ----------
    path : Path
        Replaced if it exists.
    ephemeris : Ephemeris
        In GCRF or EME2000 axes.
    object_name, object_id : str
        Name and international designator.
    creation_date : datetime
        With time zone.
    originator, comment : str
        Who wrote it; a line for the metadata.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    text = oem_text(
        ephemeris,
        object_name=object_name,
        object_id=object_id,
        creation_date=creation_date,
        originator=originator,
        comment=comment,
    )
    try:
        path.write_text(text, encoding="ascii", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error


def _epochs(ephemeris: Ephemeris) -> list[str]:
    """UTC of every state to the microsecond; a leap second inside the span reads 23:59:60."""
    start = brahe_epoch(ephemeris.epoch_utc)
    return [
        (start + t).isostring_with_decimals(6).removesuffix("Z") for t in ephemeris.time_s.tolist()
    ]


def _lines(ephemeris: Ephemeris, times: list[str]) -> list[str]:
    rows = zip(
        times,
        (ephemeris.position_m / 1e3).tolist(),
        (ephemeris.velocity_m_s / 1e3).tolist(),
        strict=True,
    )
    return [
        f"{time} {x:.7f} {y:.7f} {z:.7f} {vx:.10f} {vy:.10f} {vz:.10f}"
        for time, (x, y, z), (vx, vy, vz) in rows
    ]
