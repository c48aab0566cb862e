"""The catalogue: folders of files by kind, the user's before the shipped ones."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TypeVar

from cosmodrome.catalogue import build
from cosmodrome.catalogue.based_on import whole_tree
from cosmodrome.catalogue.dispersion_layout import SPREADS
from cosmodrome.catalogue.figure import Card
from cosmodrome.catalogue.layouts import KINDS
from cosmodrome.catalogue.reader import Reading, read_file
from cosmodrome.errors import Fault, InputError, UnknownNameError
from cosmodrome.vehicle.can_fly import Flaw, launcher_flaws
from cosmodrome.vehicle.launcher import Launcher, UpperStage
from cosmodrome.vehicle.pad import Pad
from cosmodrome.vehicle.spacecraft import Spacecraft
from cosmodrome.vehicle.station import Station

SHIPPED = Path(__file__).parent
SPREADS_FILE = Path("dispersions") / "flight-to-flight.yaml"
FOLDER_VARIABLE = "COSMODROME_CATALOGUE"
# Folder name to the word for one entry.
ENTRY_WORDS = {
    "launchers": "launcher",
    "upper-stages": "upper stage",
    "pads": "pad",
    "spacecraft": "spacecraft",
    "stations": "station",
    "missions": "mission",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries by kind and name; in the first folder that has the name.

    Attributes
    ----------
    folders : tuple of pathlib.Path
        The user's, searched in this order and before the shipped one.
    """

    folders: tuple[Path, ...] = ()

    def names(self, kind: str) -> tuple[str, ...]:
        """Names of a kind, sorted.

        Parameters
        ----------
        kind : str
            Folder name: launchers, upper-stages, pads, spacecraft, stations or missions.
        """
        if kind not in KINDS:
            raise UnknownNameError("kind of entry", kind, _nearest(kind, tuple(KINDS)))
        files = [file for folder in self._searched() for file in (folder / kind).glob("*.yaml")]
        return tuple(sorted({file.stem for file in files}))

    def path(self, kind: str, name: str) -> Path:
        """File of an entry.

        Parameters
        ----------
        kind, name : str
            Folder name of the kind; catalogue name.

        Raises
        ------
        UnknownNameError
            With the nearest names.
        """
        names = self.names(kind)
        if name not in names:
            raise UnknownNameError(ENTRY_WORDS[kind], name, _nearest(name, names))
        paths = [folder / kind / f"{name}.yaml" for folder in self._searched()]
        return next(path for path in paths if path.is_file())

    def launcher(self, name: str) -> Launcher:
        """Launcher by name.

        Parameters
        ----------
        name : str
            Catalogue name.

        Raises
        ------
        InputError
            With every fault of its file, and what keeps it from lifting off.
        """
        return self._built("launchers", name, build.build_launcher, launcher_flaws)

    def upper_stage(self, name: str) -> UpperStage:
        """Upper stage by name, with its largest load.

        Parameters
        ----------
        name : str
            Catalogue name.
        """
        return self._built("upper-stages", name, build.build_upper_stage)

    def pad(self, name: str) -> Pad:
        """Pad by name.

        Parameters
        ----------
        name : str
            Catalogue name.
        """
        return self._built("pads", name, build.build_pad)

    def spacecraft(self, name: str) -> Spacecraft:
        """Satellite by name.

        Parameters
        ----------
        name : str
            Catalogue name.
        """
        return self._built("spacecraft", name, build.build_spacecraft)

    def station(self, name: str) -> Station:
        """Ground station by name.

        Parameters
        ----------
        name : str
            Catalogue name.
        """
        return self._built("stations", name, build.build_station)

    def mission_document(self, name_or_path: str | Path) -> Reading:
        """Mission file by name, or by path when it ends in .yaml or .yml.

        Parameters
        ----------
        name_or_path : str or pathlib.Path
            ``"vostochny-2016"`` or ``"my/mission.yaml"``.
        """
        path = Path(name_or_path)
        if path.suffix not in (".yaml", ".yml"):
            path = self.path("missions", str(name_or_path))
        return self._read(path, "missions")

    def document(self, kind: str, name: str) -> Reading:
        """File of an entry as read.

        Parameters
        ----------
        kind, name : str
            Folder name of the kind; catalogue name.
        """
        return self._read(self.path(kind, name), kind)

    def spreads(self) -> Reading:
        """Standard deviations from flight to flight, the user's file before the shipped one."""
        return read_file(self._spreads_path(), SPREADS)

    def card(self, name: str) -> Card:
        """Everything the file of an entry states, whatever its kind.

        Parameters
        ----------
        name : str
            Catalogue name.
        """
        kinds = [kind for kind in KINDS if name in self.names(kind)]
        if not kinds:
            every = tuple(entry for kind in KINDS for entry in self.names(kind))
            raise UnknownNameError("entry", name, _nearest(name, every))
        reading = self.document(kinds[0], name)
        return Card(
            name=name,
            title=reading.values["title"],
            kind=ENTRY_WORDS[kinds[0]],
            note=reading.values.get("note", ""),
            file=str(reading.file),
            figures=reading.figures,
        )

    def hash(self) -> str:
        """SHA-256 over every file the catalogue would use, in hexadecimal."""
        digest = hashlib.sha256()
        files = [(f"{k}/{name}", self.path(k, name)) for k in KINDS for name in self.names(k)]
        for entry, path in (*files, ("dispersions", self._spreads_path())):
            content = path.read_bytes()
            digest.update(f"{entry}:{len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()

    def _read(self, path: Path, kind: str) -> Reading:
        tree = whole_tree(path, lambda name: self.path(kind, name))
        return read_file(path, KINDS[kind], tree)

    def _spreads_path(self) -> Path:
        paths = (folder / SPREADS_FILE for folder in self._searched())
        return next(path for path in paths if path.is_file())

    def _searched(self) -> tuple[Path, ...]:
        return (*self.folders, SHIPPED)

    def _built(
        self,
        kind: str,
        name: str,
        make: Callable[[str, dict[str, Any]], T],
        flaws: Callable[[T], tuple[Flaw, ...]] = lambda _: (),
    ) -> T:
        reading = self.document(kind, name)
        try:
            made = make(name, reading.values)
        except ValueError as error:
            raise InputError(reading.fault("", str(error), "mend the file")) from error
        found = [reading.fault(f.key, f.problem, f.remedy) for f in flaws(made)]
        if found:
            raise InputError(*found)
        return made


def open_catalogue(folders: tuple[Path, ...] = ()) -> Catalogue:
    """Catalogue of the folders of the user, those of COSMODROME_CATALOGUE, and the shipped one.

    Parameters
    ----------
    folders : tuple of pathlib.Path
        Searched first, in this order.

    Raises
    ------
    InputError
        If a folder named does not exist.
    """
    named = os.environ.get(FOLDER_VARIABLE, "").split(os.pathsep)
    every = tuple(dict.fromkeys((*folders, *(Path(part) for part in named if part))))
    faults = [
        Fault(file=str(path), key="", problem="is no folder", remedy="name one that exists")
        for path in every
        if not path.is_dir()
    ]
    if faults:
        raise InputError(*faults)
    return Catalogue(every)


def _nearest(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names much like one, the likest first, equal ones by letter."""
    likeness = {each: SequenceMatcher(None, name, each).ratio() for each in names}
    least = max(0.4, max(likeness.values(), default=0.0) - 0.15)
    near = [each for each in names if likeness[each] >= least]
    return tuple(sorted(near, key=lambda each: (-likeness[each], each))[:3])
