"""What a user may choose about the guidance."""

from dataclasses import dataclass

from cosmodrome.vehicle.bounds import require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceChoices:
    """What a user may choose about the guidance.

    Attributes
    ----------
    cycle_s : float
        Time between two passes in the air and near the cut-off, and longest step of the
        integration there [s].
    explicit_cycle_s : float
        The same while the explicit law has far to go [s].
    holds_below_s : float
        Time to go below which the direction stands [s].
    table_step_s : float
        Spacing of the plan's attitude and speed in their tables [s].
    sample_step_s : float
        Spacing of the states kept for bands [s].
    relief : float or None
        Load relief, as a part of the limit of dynamic pressure times angle of attack [-]; None
        flies without it. What it turns to is the flow a cycle ago, so shear takes the load past
        it by up to a fifth: 0.8 keeps the limit. It finds that room only on a plan that stays
        well below the limit; on one that sits on it, relief takes from the plan itself and bends
        weak flights to the ground.
    path_gain : float
        Turn of the axis in the air for an error of the path; 0 flies the attitude of the plan
        alone [-].
    path_time_s : float
        Time in which an error of height is to be flown off [s].
    """

    cycle_s: float = 1.0
    explicit_cycle_s: float = 2.0
    holds_below_s: float = 8.0
    table_step_s: float = 0.5
    sample_step_s: float = 10.0
    relief: float | None = 0.8
    path_gain: float = 1.0
    path_time_s: float = 60.0

    def __post_init__(self) -> None:
        require_positive(
            cycle_s=self.cycle_s,
            explicit_cycle_s=self.explicit_cycle_s,
            table_step_s=self.table_step_s,
            sample_step_s=self.sample_step_s,
            relief=self.relief,
            path_time_s=self.path_time_s,
        )
        require_not_negative(holds_below_s=self.holds_below_s, path_gain=self.path_gain)


STANDARD = GuidanceChoices()
