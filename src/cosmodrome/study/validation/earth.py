"""Group ``earth``: air, figure and gravity of the Earth, and bodies that fall on it."""

from cosmodrome.study.validation import standard_atmosphere
from cosmodrome.study.validation.case import Case

CASES: tuple[Case, ...] = standard_atmosphere.CASES
