"""Ellipse of dispersion of points in a plane: that of a normal distribution of their covariance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.probability import chi_square_quantile

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """Ellipse in a plane of east and north.

    Attributes
    ----------
    centre_m : tuple of float
        East and north [m].
    semi_major_m, semi_minor_m : float
        Half axes [m].
    azimuth_rad : float
        Of the major axis from north through east, 0 to pi [rad].
    """

    centre_m: tuple[float, float]
    semi_major_m: float
    semi_minor_m: float
    azimuth_rad: float

    def axes(self) -> Array:
        """Matrix from a circle of radius 1 to the ellipse, shape (2, 2) [m]."""
        s, c = np.sin(self.azimuth_rad), np.cos(self.azimuth_rad)
        along, across = np.array([s, c]), np.array([-c, s])
        return np.column_stack([self.semi_major_m * along, self.semi_minor_m * across])

    def outline(self, count: int = 72) -> Array:
        """Points on it, anticlockwise, shape (count, 2) [m].

        Parameters
        ----------
        count : int
            Points [-].
        """
        angle = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
        circle = np.column_stack([np.cos(angle), np.sin(angle)])
        points: Array = np.array(self.centre_m) + circle @ self.axes().T
        return points

    def holds(self, points_m: Array) -> NDArray[np.bool_]:
        """Whether points lie inside, shape (n,).

        Parameters
        ----------
        points_m : array, shape (n, 2)
            East and north [m].
        """
        round_ = np.linalg.solve(self.axes(), (points_m - np.array(self.centre_m)).T)
        inside: NDArray[np.bool_] = (round_ * round_).sum(axis=0) <= 1.0
        return inside


def ellipse_of(points_m: Array, probability: float) -> Ellipse:
    """Ellipse that holds a normal distribution with a probability.

    Its half axes are the standard deviations along the principal axes, times the root of the
    quantile of chi-square with two degrees of freedom.

    Parameters
    ----------
    points_m : array, shape (n, 2)
        East and north, three points or more [m].
    probability : float
        [-].
    """
    values, vectors = np.linalg.eigh(np.cov(points_m.T))
    minor, major = np.sqrt(chi_square_quantile(probability, 2.0) * np.maximum(values, 0.0))
    east, north = vectors[:, 1]
    centre = points_m.mean(axis=0)
    return Ellipse(
        centre_m=(float(centre[0]), float(centre[1])),
        semi_major_m=float(major),
        semi_minor_m=float(minor),
        azimuth_rad=float(np.arctan2(east, north) % np.pi),
    )
