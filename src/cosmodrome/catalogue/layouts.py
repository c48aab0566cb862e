"""What a file of each kind may hold."""

from cosmodrome.catalogue.fields import Many, Numbers, Quantity, Record, Text
from cosmodrome.catalogue.launcher_layout import LAUNCHER, UPPER_STAGE
from cosmodrome.catalogue.mission_layout import MISSION
from cosmodrome.catalogue.quantities import AREA, HEIGHT, LATITUDE, LONGITUDE, MASS, RATIO, SPEED
from cosmodrome.catalogue.reader import Field

PAD = Record(
    {"title": Text(), "latitude": LATITUDE, "longitude": LONGITUDE, "height": HEIGHT},
    {"note": Text()},
)

SPACECRAFT = Record(
    {
        "title": Text(),
        "mass": MASS,
        "drag_area": AREA,
        "drag_coefficient": RATIO,
        "separation_speed": SPEED,
    },
    {
        "separation_direction": Numbers(count=3),
        "norad_id": Quantity("", "41464", low=1.0, whole=True),
        "note": Text(),
    },
)

STATION = Record(
    {
        "title": Text(),
        "provider": Text(),
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "height": HEIGHT,
        "bands": Many(Text()),
        "min_elevation": Quantity("rad", "5 deg", low=0.0, high=89.0),
    },
    {"note": Text()},
)


# Folder of the catalogue, layout of its files.
KINDS: dict[str, Field] = {
    "launchers": LAUNCHER,
    "upper-stages": UPPER_STAGE,
    "pads": PAD,
    "spacecraft": SPACECRAFT,
    "stations": STATION,
    "missions": MISSION,
}
