"""What people call their clock, and the places that may be meant by it.

An abbreviation is an hour off for half of the year (EST), or stands for places far from each other
(IST), so none is taken without asking. The sources are the names in the IANA database, and CLDR's
for what people say.
"""

_NEW_YORK = ("America/New_York", "America/Panama")
_CHICAGO = ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "America/Havana")
_DENVER = ("America/Denver", "America/Phoenix")
_LOS_ANGELES = ("America/Los_Angeles", "America/Vancouver", "Asia/Manila")
_HALIFAX = ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh")
_LONDON = ("Europe/London", "Africa/Accra", "Atlantic/Reykjavik")
_LISBON = ("Europe/Lisbon", "Africa/Casablanca")
_BERLIN = ("Europe/Berlin", "Europe/Madrid", "Africa/Algiers")
_ATHENS = ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo")
_SYDNEY = ("Australia/Sydney", "Australia/Brisbane")
_ADELAIDE = ("Australia/Adelaide", "Australia/Darwin")

ABBREVIATIONS = {
    "est": (*_NEW_YORK, "Australia/Sydney"),
    "edt": _NEW_YORK[:1], "et": _NEW_YORK, "est5edt": _NEW_YORK, "eastern": _NEW_YORK,
    "cst": _CHICAGO, "cdt": ("America/Chicago", "America/Havana"), "ct": _CHICAGO[:2],
    "cst6cdt": _CHICAGO[:2], "central": _CHICAGO[:2],
    "mst": _DENVER, "mdt": _DENVER[:1], "mst7mdt": _DENVER, "mountain": _DENVER,
    "pst": _LOS_ANGELES, "pdt": _LOS_ANGELES[:1], "pt": (*_LOS_ANGELES[:2], "Europe/Lisbon"),
    "pst8pdt": _LOS_ANGELES[:2], "pacific": _LOS_ANGELES[:2],
    "hst": ("Pacific/Honolulu", "America/Adak"), "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",), "ast": _HALIFAX, "adt": _HALIFAX[:1],
    "nst": ("America/St_Johns",), "ndt": ("America/St_Johns",),
    "brt": ("America/Sao_Paulo",), "art": ("America/Argentina/Buenos_Aires",),
    "clt": ("America/Santiago",), "clst": ("America/Santiago",), "cot": ("America/Bogota",),
    "pet": ("America/Lima",), "vet": ("America/Caracas",),
    "gmt": _LONDON, "gmt0": _LONDON, "zulu": _LONDON, "uct": _LONDON, "universal": _LONDON,
    "greenwich": _LONDON, "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "wet": _LISBON, "west": _LISBON[:1],
    "cet": _BERLIN, "cest": _BERLIN[:2], "met": _BERLIN, "mez": _BERLIN[:2], "mesz": _BERLIN[:2],
    "eet": _ATHENS, "eest": _ATHENS, "oez": _ATHENS, "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",), "wat": ("Africa/Lagos",), "cat": ("Africa/Harare",),
    "eat": ("Africa/Nairobi",), "sast": ("Africa/Johannesburg",),
    "gst": ("Asia/Dubai",), "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",),
    "ict": ("Asia/Bangkok",), "wib": ("Asia/Jakarta",), "sgt": ("Asia/Singapore",),
    "myt": ("Asia/Kuala_Lumpur",), "pht": ("Asia/Manila",), "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",),
    "aest": _SYDNEY, "aedt": _SYDNEY[:1], "aet": _SYDNEY, "acst": _ADELAIDE,
    "acdt": _ADELAIDE[:1], "awst": ("Australia/Perth",),
    "nzst": ("Pacific/Auckland",), "nzdt": ("Pacific/Auckland",), "nzt": ("Pacific/Auckland",),
}  # fmt: skip
"""By the name in small letters: zones whose cities are offered, the likeliest first."""
