"""How a falling body lies in the flow, and the drag that goes with it when no figure is known."""

from enum import Enum


class FallAttitude(Enum):
    """Attitude of a body on its way down.

    TUMBLING: a cylinder or cone in all attitudes alike, on its plan area. BROADSIDE: a cylinder
    across the flow, as in a flat spin, on its plan area. END_ON: a cylinder along the flow, on its
    frontal area. SHELL: half of a fairing in all attitudes alike, on its plan area. PLATE: a panel
    across the flow, on the mean of the area it shows.
    """

    TUMBLING = "tumbling"
    BROADSIDE = "broadside"
    END_ON = "end on"
    SHELL = "shell"
    PLATE = "plate"


# Drag coefficient and its standard deviation as a part of it [-]. A circular cylinder across the
# flow 1.2, times 3 pi/16, the mean of sin^4 over random attitudes, when it tumbles; a plate across
# the flow 1.2; along the flow a blunt cylinder 0.85; a hollow shell 1.4, half of its plan area
# facing the flow in the mean: Hoerner (1965), Fluid-Dynamic Drag, at low speed. The spreads are
# estimates: the coefficients grow by half near the speed of sound, and attitudes are not random.
DRAG_OF_ATTITUDE: dict[FallAttitude, tuple[float, float]] = {
    FallAttitude.TUMBLING: (0.7, 0.2),
    FallAttitude.BROADSIDE: (1.2, 0.2),
    FallAttitude.END_ON: (0.85, 0.2),
    FallAttitude.SHELL: (0.7, 0.3),
    FallAttitude.PLATE: (1.2, 0.3),
}
