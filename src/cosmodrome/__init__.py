"""cosmodrome flies an orbital launch from the pad to the satellites and says how sure it is.

    import cosmodrome as cd

    mission = cd.load("vostochny-2016")
    plan = cd.plan(mission)
    flight = cd.fly(mission, plan)
    handover = cd.hand_over(mission, flight)
    ensemble = cd.disperse(mission, n=10_000)

What stands behind a name is imported when the name is first used.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.compare import compare
    from cosmodrome.mission.fly import fly
    from cosmodrome.mission.hand_over import hand_over
    from cosmodrome.mission.mission import Mission
    from cosmodrome.mission.plan import plan
    from cosmodrome.mission.reading import Reading
    from cosmodrome.study.dispersion.ensemble import disperse

    __version__: str

__all__ = ["Reading", "__version__", "compare", "disperse", "fly", "hand_over", "load", "plan"]

_HOMES = {
    "Reading": "cosmodrome.mission.reading",
    "compare": "cosmodrome.mission.compare",
    "disperse": "cosmodrome.study.dispersion.ensemble",
    "fly": "cosmodrome.mission.fly",
    "hand_over": "cosmodrome.mission.hand_over",
    "plan": "cosmodrome.mission.plan",
}


def load(name_or_path: str | Path, catalogue: "Catalogue | None" = None) -> "Mission":
    """Mission by its name in the catalogue, or by path when it ends in .yaml or .yml.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        ``"vostochny-2016"`` or ``"my/mission.yaml"``.
    catalogue : Catalogue, optional
        Where launcher, pad and satellites are looked up; the shipped one and the folders of
        ``COSMODROME_CATALOGUE`` if absent.

    Raises
    ------
    InputError
        With every fault of the files.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.mission.files import load_mission

    return load_mission(name_or_path, open_catalogue() if catalogue is None else catalogue)


def __getattr__(name: str) -> Any:
    # Kept out of the module's namespace: a submodule of the same name would be hidden for good.
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("cosmodrome")
        except PackageNotFoundError:
            return "unknown"
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
