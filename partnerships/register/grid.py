"""From the national grid (easting and northing in metres) to latitude and longitude, within about five metres.

The published method: unproject from the grid to the Airy ellipsoid, then shift to the one that satellites use.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

AIRY = (6377563.396, 6356256.909)
WGS84 = (6378137.0, 6356752.3142)
SCALE, LAT0, LON0, EAST0, NORTH0 = 0.9996012717, radians(49), radians(-2), 400_000, -100_000
SHIFT = (446.448, -125.157, 542.060)  # metres
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
GROW = -20.4894e-6


def to_latitude_and_longitude(easting: int, northing: int) -> tuple[float, float]:
    """Degrees north and east, to six places."""
    latitude, longitude = _shifted(*_unprojected(easting, northing))
    return round(degrees(latitude), 6), round(degrees(longitude), 6)


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    lat = _foot(northing)
    nu = a * SCALE / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * SCALE * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    eta2, t, d = nu / rho - 1, tan(lat), easting - EAST0
    lat -= d**2 * t / (2 * rho * nu)
    foot = lat + d**2 * t / (2 * rho * nu)
    lat += d**4 * t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    lat -= d**6 * t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    lon = d / nu - d**3 / (6 * nu**3) * (nu / rho + 2 * t**2) + d**5 / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    return lat, LON0 + lon / cos(foot)


def _foot(northing: float) -> float:
    """The latitude at which the arc of the meridian is as long as the northing."""
    lat, short = LAT0, northing - NORTH0
    while abs(short) >= 0.00001:
        lat += short / (AIRY[0] * SCALE)
        short = northing - NORTH0 - _arc(lat)
    return lat


def _arc(lat: float) -> float:
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = lat - LAT0, lat + LAT0
    return (b * SCALE) * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(less) * cos(more)
        + 1.875 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _shifted(lat: float, lon: float) -> tuple[float, float]:
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - e2) * sin(lat)
    (tx, ty, tz), (rx, ry, rz), s = SHIFT, TURN, 1 + GROW
    x, y, z = tx + x * s - y * rz + z * ry, ty + x * rz + y * s - z * rx, tz - x * ry + y * rx + z * s
    return _latitude(hypot(x, y), z), atan2(y, x)


def _latitude(across: float, z: float) -> float:
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    lat = atan2(z, across * (1 - e2))
    for _ in range(6):
        lat = atan2(z + e2 * a / sqrt(1 - e2 * sin(lat) ** 2) * sin(lat), across)
    return lat
