"""The quantities files hold, each with its unit and bounds."""

from cosmodrome.catalogue.fields import Quantity, Record

MASS = Quantity("kg", "3784 kg", above=0.0)
MASS_OR_NONE = Quantity("kg", "265 kg", low=0.0)
LENGTH = Quantity("m", "2.66 m", above=0.0)
AREA = Quantity("m^2", "29.4 m2", above=0.0)
DURATION = Quantity("s", "112.0 s", low=0.0)
SHIFT = Quantity("s", "-0.24 s")
FRACTION = Quantity("", "75 %", low=0.0, high=200.0)
RATIO = Quantity("", "0.7", above=0.0)
COUNT = Quantity("", "4", low=1.0, whole=True)
WHOLE = Quantity("", "3", low=0.0, whole=True)
SPEED = Quantity("m/s", "0.5 m/s", low=0.0)
PRESSURE = Quantity("Pa", "36.3 kPa", above=0.0)
LATITUDE = Quantity("rad", "51.884 deg", low=-90.0, high=90.0)
LONGITUDE = Quantity("rad", "128.335 deg", low=-360.0, high=360.0)
HEIGHT = Quantity("m", "278 m", low=-500.0, high=9000.0)
ORBIT_HEIGHT = Quantity("m", "190 km")
INCLINATION = Quantity("rad", "97.28 deg", low=0.0, high=180.0)
ANGLE = Quantity("rad", "25.1 deg", low=-360.0, high=360.0)
HEAT_FLUX = Quantity("W/m^2", "1135 W/m2", above=0.0)

LIMITS = Record(
    {},
    {
        "dynamic_pressure": PRESSURE,
        "dynamic_pressure_times_alpha": Quantity("Pa*rad", "181.5 kPa*deg", above=0.0),
        "nominal_dynamic_pressure_times_alpha": Quantity("Pa*rad", "18 kPa*deg", above=0.0),
        "axial_acceleration": Quantity("m/s^2", "4.3 g0", above=0.0),
        "heat_flux": HEAT_FLUX,
        "least_height": ORBIT_HEIGHT,
    },
)
