"""What a mission says of its dispersions, as written: names are looked up when it is dispersed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cosmodrome.catalogue.dispersion_layout import DISPERSIONS
from cosmodrome.catalogue.reader import Reading, join, read_file
from cosmodrome.errors import Fault

Values = dict[str, Any]

FLIGHT, KNOWLEDGE, BOTH = "flight", "knowledge", "both"
CLIMATOLOGY, MISSION, CALM, STANDARD = "climatology", "mission", "calm", "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where something stands, to say what is wrong with it.

    Attributes
    ----------
    reading : Reading
        File it was read from.
    key : str
        Dotted path in it.
    """

    reading: Reading
    key: str

    def fault(self, name: str, problem: str, remedy: str) -> Fault:
        """Fault at a key below.

        Parameters
        ----------
        name : str
            Key below the path; empty for the path itself.
        problem, remedy : str
            What is wrong; what would be right.
        """
        return self.reading.fault(join(self.key, name) if name else self.key, problem, remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFactor:
    """A factor as the mission wants it; what it does not say stays as it is.

    Attributes
    ----------
    name : str
        Of a factor, of several with ``*``, or of a group.
    sigma, half_width : str
        With their unit as written; empty when not given.
    truncation : float or None
        Standard deviations kept on either side [-].
    distribution : str
        ``normal``, ``truncated``, ``uniform`` or empty.
    independent : bool
        Whether `sigma` is that of one of several engines or bodies, which vary independently.
    source, grade : str
    written : Written
    """

    name: str
    sigma: str = ""
    half_width: str = ""
    truncation: float | None = None
    distribution: str = ""
    independent: bool = False
    source: str = ""
    grade: str = ""
    written: Written = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrelation:
    """Correlation of two factors.

    Attributes
    ----------
    between : tuple of str
        Names of the factors.
    value : float
        Before their distributions are applied [-].
    written : Written
    """

    between: tuple[str, str]
    value: float
    written: Written = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindTable:
    """Mean wind and its spread against height.

    Attributes
    ----------
    height_m : tuple of float
        Rising [m].
    east_m_s, north_m_s : tuple of float
        Mean [m/s].
    east_sigma_m_s, north_sigma_m_s : tuple of float
        Standard deviation [m/s]; empty takes that of the climatology.
    correlation_m : float or None
        Height over which the correlation falls to 1/e [m].
    source : str
    """

    height_m: tuple[float, ...]
    east_m_s: tuple[float, ...]
    north_m_s: tuple[float, ...]
    east_sigma_m_s: tuple[float, ...] = ()
    north_sigma_m_s: tuple[float, ...] = ()
    correlation_m: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDispersions:
    """The `dispersions:` of a mission.

    Attributes
    ----------
    basis : str
        ``flight``: how numbers differ from flight to flight; ``knowledge``: how well the
        catalogue knows them; ``both``.
    wind : str or WindTable
        ``climatology``, ``mission``, ``calm``, a table, or empty: that of the mission, else
        climatology.
    density : str
        ``climatology`` or ``standard``.
    sampling : str
        ``sobol``, ``latin``, ``plain`` or empty.
    factors : tuple of AskedFactor
    correlations : tuple of AskedCorrelation
    """

    basis: str = FLIGHT
    wind: str | WindTable = ""
    density: str = CLIMATOLOGY
    sampling: str = ""
    factors: tuple[AskedFactor, ...] = ()
    correlations: tuple[AskedCorrelation, ...] = ()


def dispersions_from(
    reading: Reading, values: Values, key: str, under: AskedDispersions | None = None
) -> AskedDispersions:
    """Dispersions as a file gives them, laid over others.

    Parameters
    ----------
    reading : Reading
        The file.
    values : dict
        What stands at the key.
    key : str
        Dotted path; empty for the whole file.
    under : AskedDispersions, optional
        What holds where the file says nothing; its factors come first.
    """
    below = under or AskedDispersions()
    wind = values.get("wind", below.wind)
    return AskedDispersions(
        basis=values.get("basis", below.basis),
        wind=_table(wind) if isinstance(wind, dict) else wind,
        density=values.get("density", below.density),
        sampling=values.get("sampling", below.sampling),
        factors=(*below.factors, *_factors(reading, values, key)),
        correlations=(*below.correlations, *_correlations(reading, values, key)),
    )


def dispersions_file(path: Path, under: AskedDispersions) -> AskedDispersions:
    """Dispersions of a file of their own, laid over those of a mission.

    Parameters
    ----------
    path : pathlib.Path
        Holds what stands at `dispersions:` of a mission.
    under : AskedDispersions
        Those of the mission.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    reading = read_file(path, DISPERSIONS)
    return dispersions_from(reading, reading.values, "", under)


def _factors(reading: Reading, values: Values, key: str) -> tuple[AskedFactor, ...]:
    return tuple(
        AskedFactor(
            name=given["name"],
            sigma=given.get("sigma", ""),
            half_width=given.get("half_width", ""),
            truncation=given.get("truncation"),
            distribution=given.get("distribution", ""),
            independent=given.get("independent") == "true",
            source=given.get("source", ""),
            grade=given.get("grade", ""),
            written=Written(reading=reading, key=join(key, f"factors.{given['name']}")),
        )
        for given in values.get("factors", [])
    )


def _correlations(reading: Reading, values: Values, key: str) -> tuple[AskedCorrelation, ...]:
    return tuple(
        AskedCorrelation(
            between=given["between"],
            value=given["value"],
            written=Written(reading=reading, key=join(key, f"correlations[{i}]")),
        )
        for i, given in enumerate(values.get("correlations", []))
    )


def _table(values: Values) -> WindTable:
    return WindTable(
        height_m=tuple(1e3 * km for km in values["height_km"]),
        east_m_s=values["east_m_s"],
        north_m_s=values["north_m_s"],
        east_sigma_m_s=values.get("east_sigma_m_s", ()),
        north_sigma_m_s=values.get("north_sigma_m_s", ()),
        correlation_m=values.get("correlation_height"),
        source=values.get("source", ""),
    )
