import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The first call of a kernel compiles it, which no deadline foresees. The same examples are drawn
# each time, so that nobody fails on another's case; HYPOTHESIS_PROFILE=explore draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
