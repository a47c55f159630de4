"""Reads what a photo file carries unseen: place, date, device, names, comments, a second picture.

Only presence and a short, human-readable value are reported, for the doctor's eyes: a masked or cleaned file carries
none of it. Tags are those of EXIF 2.32 (CIPA DC-008) and IPTC-IIM 4.2; XMP is only said to be there, and searched for
a GPS position.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from primum.finding import PhotoFinding, Strength

LOCATION = "location"
"""The key of the place in what `read` returns."""

FILE_NAME = "file_name"
"""The key of a file's name, where that name identifies someone: whoever holds the name puts it there."""

LONGEST = 80
"""Characters of a value that are worth showing."""

_DATES = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized, ExifTags.Base.DateTime)
_OWNERS = (0xA430, ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor)  # 0xA430: CameraOwnerName
_WORDS = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPSubject,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPKeywords,
    ExifTags.Base.UserComment,
)
_SERIALS = (0xA431, 0xA435, ExifTags.Base.ImageUniqueID)  # BodySerialNumber, LensSerialNumber
_IPTC_WORDS = ((2, 5), (2, 25), (2, 55), (2, 80), (2, 90), (2, 101), (2, 105), (2, 116), (2, 120))
_XMP_GPS = re.compile(rb'exif:GPS(Latitude|Longitude)[=">\s]{1,4}([0-9., NSEW]{3,24})')
_PNG_NOT_TEXT = frozenset({"xmp", "XML:com.adobe.xmp", "exif", "icc_profile"})


def _exif(image: ImageFile.ImageFile) -> Image.Exif:
    """What EXIF says; nothing where its block cannot be read, which is no fault of the picture."""
    try:
        return image.getexif()
    except (SyntaxError, ValueError, struct.error):
        return Image.Exif()


def read(image: ImageFile.ImageFile) -> dict[str, str]:
    """Return what an opened photo carries, by kind: `location` (degrees rounded to about a kilometre), `date`,
    `device`, `serial`, `owner`, `software`, `description`, `comment`, `text`, `iptc`, `xmp`, `maker_note`,
    `thumbnail`, `pictures`. To be called inside `load.opened`.
    """
    carried: dict[str, str] = {}
    exif = _exif(image)
    details: Mapping[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
    tags: dict[int, Any] = {**exif, **details}

    place = _position(exif.get_ifd(ExifTags.IFD.GPSInfo)) or _xmp_position(image)
    _put(carried, LOCATION, place)
    _put(carried, "date", _first(tags, _DATES))
    _put(carried, "device", _joined(tags, (ExifTags.Base.Make, ExifTags.Base.Model)))
    _put(carried, "serial", _first(tags, _SERIALS))
    _put(carried, "owner", _first(tags, _OWNERS))
    _put(carried, "software", _first(tags, (ExifTags.Base.Software,)))
    _put(carried, "description", _first(tags, _WORDS))
    _put(carried, "comment", _text(image.info.get("comment")))
    _put(carried, "text", _png_text(image))
    _put(carried, "iptc", _iptc(image))
    if any(key in image.info for key in ("xmp", "XML:com.adobe.xmp")):
        carried["xmp"] = "XMP"
    if details.get(ExifTags.Base.MakerNote):
        carried["maker_note"] = "MakerNote"
    if exif.get_ifd(ExifTags.IFD.IFD1):
        carried["thumbnail"] = "EXIF"
    if image.format == "MPO":
        carried["pictures"] = str(getattr(image, "n_frames", 2))
    return carried


def findings(carried: Mapping[str, str]) -> list[PhotoFinding]:
    """Return the findings in what `read` returned: the place is said aloud, the rest quietly."""
    found = []
    if LOCATION in carried:
        found.append(PhotoFinding(LOCATION, Strength.STRONG, None, 1.0, carried[LOCATION]))
    others = [kind for kind in carried if kind != LOCATION]
    if others:
        found.append(PhotoFinding("metadata", Strength.HINT, None, 1.0, ", ".join(others)))
    return found


def _put(carried: dict[str, str], kind: str, value: str | None) -> None:
    if value:
        carried[kind] = value


def _first(tags: Mapping[int, Any], wanted: tuple[int, ...]) -> str | None:
    return next((text for tag in wanted if (text := _text(tags.get(tag)))), None)


def _joined(tags: Mapping[int, Any], wanted: tuple[int, ...]) -> str | None:
    return _text(" ".join(filter(None, (_text(tags.get(tag)) for tag in wanted))))


def _text(value: object) -> str | None:
    """Return a tag's value as one short line, or None when it says nothing."""
    if isinstance(value, tuple):  # the XP tags of Windows are bytes spelt as numbers
        value = bytes(part & 0xFF for part in value if isinstance(part, int))
    if isinstance(value, bytes):
        # UserComment starts with the name of its character code (EXIF 2.32, 4.6.5.B); the XP tags are UTF-16
        body = value[8:] if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0", b"\0" * 8) else value
        value = body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    return line[:LONGEST] or None


def _position(gps: Mapping[int, Any]) -> str | None:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef))
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef))
    if latitude is None or longitude is None:
        # some cameras only name the place
        return _text(gps.get(ExifTags.GPS.GPSAreaInformation))
    if latitude == longitude == 0:
        return None  # what phones write while they do not know
    return f"{latitude:.2f}, {longitude:.2f}"


def _degrees(parts: object, side: object) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return -value if side in ("S", "W", b"S", b"W") else value


def _xmp_position(image: Image.Image) -> str | None:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else bytes(packet)
    found = dict(_XMP_GPS.findall(packet[:200_000]))
    if len(found) < 2:
        return None
    return _text(b" ".join((found[b"Latitude"].strip(), found[b"Longitude"].strip())))


def _png_text(image: Image.Image) -> str | None:
    text = getattr(image, "text", None)
    if image.format != "PNG" or not isinstance(text, dict):
        return None
    return _text("; ".join(f"{key}: {value}" for key, value in text.items() if key not in _PNG_NOT_TEXT))


def _iptc(image: ImageFile.ImageFile) -> str | None:
    try:
        entries = IptcImagePlugin.getiptcinfo(image) or {}
    except (OSError, SyntaxError, ValueError, KeyError, IndexError):
        return "IPTC"  # there is something, though not what the standard says
    values = [entries.get(tag) for tag in _IPTC_WORDS]
    flat = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return _text("; ".join(filter(None, map(_text, flat)))) or ("IPTC" if entries else None)
