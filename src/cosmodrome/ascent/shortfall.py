"""Why a leg has no answer, as numbers: what could be lifted, which limits would have to give."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A limit with the value that would do.

    Attributes
    ----------
    name, unit : str
        As printed.
    asked, needed : float
        Of the limit [unit].
    """

    name: str
    unit: str
    asked: float
    needed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What stands between a leg and an answer.

    Attributes
    ----------
    velocity_given_m_s, velocity_needed_m_s : float
        Ideal velocity of the stages without a payload, and what the orbit takes without a loss
        [m/s].
    asked_kg : float or None
        Payload held [kg].
    most_kg, unlimited_most_kg : float or None
        Heaviest payload within the limits and without them; None when none was found [kg].
    alone : tuple of Relaxation
        Each would do with the other limits kept.
    together : tuple of Relaxation
        Would do together, when none does alone.
    """

    velocity_given_m_s: float
    velocity_needed_m_s: float
    asked_kg: float | None = None
    most_kg: float | None = None
    unlimited_most_kg: float | None = None
    alone: tuple[Relaxation, ...] = ()
    together: tuple[Relaxation, ...] = ()

    @property
    def lacks_velocity(self) -> bool:
        """Whether the stages cannot reach the orbit even without a payload and losses."""
        return self.velocity_given_m_s < self.velocity_needed_m_s

    @property
    def is_too_heavy(self) -> bool:
        """Whether the payload held is above what can be lifted without any limit."""
        most, asked = self.unlimited_most_kg, self.asked_kg
        return most is not None and asked is not None and asked > most * (1.0 + _SAME)

    @property
    def is_infeasible(self) -> bool:
        """Whether the leg is known to have no answer."""
        limits = bool(self.alone or self.together)
        return self.lacks_velocity or self.is_too_heavy or limits


# Payloads nearer than this are one: the first mesh is not finer.
_SAME = 1e-4
