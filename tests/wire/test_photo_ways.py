"""Two more ways of a photo: out again with nothing covered, and moving."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from tests.companion import Companion
from tests.unit.film import film
from tests.unit.photo_files import astronaut, decoded, encoded, with_place


@pytest.fixture(scope="module")
def companion() -> Iterator[Companion]:
    with Companion() as running:
        yield running


def test_no_box_takes_the_metadata_out_of_a_jpeg_without_loss(companion: Companion) -> None:
    content = encoded(astronaut(), "JPEG", quality=85, exif=with_place(), comment=b"Mme Ploum")
    companion.put_photo("p", content)
    head, cleaned = companion.mask_photo("p", [])
    assert (head["media_type"], head["name"]) == ("image/jpeg", "photo.jpg")
    assert (decoded(cleaned) == decoded(content)).all()
    assert b"Ploum" not in cleaned
    assert not Image.open(io.BytesIO(cleaned)).getexif()


def test_a_video_goes_the_way_of_a_photo(companion: Companion) -> None:
    pytest.importorskip("av", reason="videos are an optional extra")
    content = film(lambda _: np.full((64, 64, 3), 90, np.uint8), seconds=0.3, tags={"location": "+47.32-002.42/"})
    companion.put_photo("v", content)
    verdict = companion.ask("check_photo", photo="v")
    assert (verdict["width"], verdict["height"], verdict["seconds"]) == (64, 64, 0.2)
    place = next(finding for finding in verdict["findings"] if finding["rule"] == "location")
    assert place["seconds"] == [0.0, 0.2]
    head, masked = companion.mask_photo("v", [[20, 20, 10, 10]])
    assert (head["media_type"], head["bytes"]) == ("video/mp4", len(masked))
    companion.put_photo("w", content[:300])
    assert companion.ask("check_photo", photo="w")["code"] == "photo_unreadable"
