"""Published payloads: ratings of the launcher files, and points of performance curves."""

from dataclasses import dataclass

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.study.validation.data_files import text_rows

# Where each curve was published.
_SOURCES = {
    "soyuz-c3": "CSG",
    "proton-c3": "PMPG",
    "atlas-c3": "ELVP",
    "atlas-sso": "NLSII",
    "electron": "EPUG",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A payload as published.

    Attributes
    ----------
    launcher, pad : str
        Catalogue names.
    orbit : str
        As `cosmodrome payload` reads it.
    payload_kg : float
        [kg].
    source : str
        Key in ``sources.bib``.
    upper_stage : str or None
        Catalogue name.
    descending : bool
        Launch towards the south.
    """

    launcher: str
    pad: str
    orbit: str
    payload_kg: float
    source: str
    upper_stage: str | None = None
    descending: bool = False


def ratings(launcher: str, *, descending: bool = False) -> tuple[Point, ...]:
    """Ratings a launcher file states.

    Parameters
    ----------
    launcher : str
        Catalogue name.
    descending : bool
        Launch towards the south.
    """
    document = Catalogue().document("launchers", launcher)
    sources = {figure.path: figure.source for figure in document.figures}
    return tuple(
        Point(
            launcher=launcher,
            pad=rating["pad"],
            orbit=rating["orbit"],
            payload_kg=rating["payload"],
            source=sources[f"published.ratings[{k}].payload"],
            upper_stage=rating.get("upper_stage"),
            descending=descending,
        )
        for k, rating in enumerate(document.values["published"]["ratings"])
    )


def curve(name: str, *, descending: bool = False) -> tuple[Point, ...]:
    """Points of a published curve, in its order.

    Parameters
    ----------
    name : str
        Of ``curves.csv``.
    descending : bool
        Launch towards the south.
    """
    return tuple(
        Point(
            launcher=row["launcher"],
            pad=row["pad"],
            orbit=row["orbit"],
            payload_kg=float(row["payload_kg"]),
            source=_SOURCES[name],
            upper_stage=row["upper_stage"] or None,
            descending=descending,
        )
        for row in text_rows("launcher_performance/curves.csv")
        if row["curve"] == name
    )
