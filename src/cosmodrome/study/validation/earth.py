"""Group ``earth``: air, figure and gravity of the Earth, and bodies that fall on it."""

from cosmodrome.study.validation import earth_models, nesc_atmospheric, standard_atmosphere
from cosmodrome.study.validation.case import Case

CASES: tuple[Case, ...] = (*standard_atmosphere.CASES, *earth_models.CASES, *nesc_atmospheric.CASES)
