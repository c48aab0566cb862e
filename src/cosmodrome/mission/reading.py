"""The two readings of a real flight."""

from enum import Enum


class Reading(Enum):
    """PREDICTED knows what was asked alone; AS_FLOWN meets the published event times too."""

    PREDICTED = "predicted"
    AS_FLOWN = "as_flown"
