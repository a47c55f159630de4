"""What a file carries unseen is named, and none of it survives masking."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from primum.finding import Strength, TextFinding
from primum.photo import load, metadata
from primum.photo.check import PhotoChecker
from primum.text.check import identity_in
from tests.unit.photo_files import encoded, landscape, with_place

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="47,19.68N"
 exif:GPSLongitude="2,25.74W"/></x:xmpmeta>"""


def read(content: bytes) -> dict[str, str]:
    with load.opened(content) as image:
        return metadata.read(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_phone_tells_place_date_device_and_owner(kind: str) -> None:
    carried = read(encoded(landscape(), kind, exif=with_place()))
    assert carried["location"] == "47.33, -2.43"
    assert carried["date"] == "2026:03:12 08:15:00"
    assert carried["device"] == "Acme Phone 3"
    assert carried["owner"] == "Dr Ploum"


def test_a_tiff_names_its_device() -> None:
    assert read(encoded(landscape(), "TIFF", exif=with_place()))["device"] == "Acme Phone 3"


@pytest.mark.parametrize("block", [b"Exif\0\0garbage", b"Exif\0\0MM"])
def test_a_block_that_is_no_exif_is_no_fault_of_the_picture(block: bytes) -> None:
    content = encoded(landscape(), "JPEG", exif=block)
    assert "location" not in read(content)
    with load.opened(content) as image:
        assert load.orientation(image) == 1


def test_the_place_is_said_aloud_and_the_rest_quietly() -> None:
    carried = read(encoded(landscape(), "JPEG", exif=with_place()))
    place, rest = metadata.findings(carried)
    assert (place.rule, place.strength, place.detail, place.box) == ("location", Strength.STRONG, "47.33, -2.43", None)
    assert (rest.rule, rest.strength, rest.box) == ("metadata", Strength.HINT, None)
    assert metadata.findings({}) == []


def test_a_camera_that_does_not_know_its_place_names_none() -> None:
    assert "location" not in read(encoded(landscape(), "JPEG", exif=with_place(0, 0)))


def test_xmp_comment_and_png_text_are_seen() -> None:
    carried = read(encoded(landscape(), "JPEG", xmp=XMP, comment=b"chambre 12"))
    assert carried["xmp"] == "XMP"
    assert carried["location"] == "47,19.68N 2,25.74W"
    assert carried["comment"] == "chambre 12"
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Dr Ploum")
    text.add_itxt("Title", "Fracture")
    assert read(encoded(landscape(), pnginfo=text))["text"] == "Author: Dr Ploum; Title: Fracture"


def test_iptc_is_seen() -> None:
    entry = b"\x1c\x02\x50" + (8).to_bytes(2, "big") + b"Dr Ploum"
    body = b"8BIM\x04\x04\0\0" + len(entry).to_bytes(4, "big") + entry + b"\0" * (len(entry) % 2)
    segment = b"Photoshop 3.0\0" + body
    plain = encoded(landscape(), "JPEG")
    content = plain[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + plain[2:]
    assert "Dr Ploum" in read(content)["iptc"]


def test_a_file_that_carries_nothing_says_nothing() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        assert read(encoded(landscape(), kind)) == {}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_nothing_of_it_is_in_a_masked_file(kind: str) -> None:
    options = {"exif": with_place(), **({"xmp": XMP} if kind in ("JPEG", "WEBP") else {})}
    if kind == "JPEG":
        options["comment"] = b"chambre 12"
    content = encoded(landscape(), kind, **options) + b"trailing secret"
    masked = PhotoChecker().mask(content, [])
    assert read(masked.data) == {}
    for secret in (b"Acme", b"Ploum", b"2026:03:12", b"chambre", b"GPS", b"Exif", b"secret", b"8BIM"):
        assert secret not in masked.data
    with Image.open(io.BytesIO(masked.data)) as image:
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


def test_a_file_name_that_names_someone_is_said_quietly_and_does_not_stay() -> None:
    """Quietly: with nothing else to say, the photo is cleaned without a question, and takes a neutral name."""
    checker = PhotoChecker(read_identity=identity_in)
    content = encoded(landscape())
    for name in ("thorax_MARTIN Lucie.png", "Mme Ploum 12.03.1952.jpg", "IPP 8004512377.png"):
        report = checker.check(content, name)
        assert report.metadata == {"file_name": name}
        [found] = report.findings
        assert (found.rule, found.strength, found.detail) == ("metadata", Strength.HINT, "file_name")
    for name in (
        "IMG_20260312_081500.jpg",
        "WhatsApp Image 2026-03-12 at 08.15.00.jpg",
        "radio genou droit.png",
        "",
        None,
    ):
        assert checker.check(content, name).findings == ()
    assert checker.clean(content).name == "photo.png"


def test_in_names_that_cameras_give_there_is_nothing_to_read() -> None:
    """They are not read, so that the rules need not be loaded: the rules would find nothing in them."""
    read: list[str] = []

    def identity(text: str) -> list[TextFinding]:
        read.append(text)
        return identity_in(text)

    checker = PhotoChecker(read_identity=identity)
    content = encoded(landscape().resize((60, 40)))
    names = ["photo", "image", "Photo 3"]
    for number in ("1", "23", "0482", "75011"):
        names += [f"{start}{number}" for start in ("", "IMG_", "img", "DSC", "DSCN", "DSCF", "Image-", "photo")]
    for name in names:
        assert checker.check(content, f"{name}.jpg").metadata == {}
        assert identity_in(name.replace("_", " ")) == []
    assert not read
    checker.check(content, "Dupont 0482.jpg")
    assert read
