"""Two more ways of a photo: out again with nothing covered, and moving."""

import base64
import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from primum.wire.messages import PhotoPart
from primum.wire.photos import HeldPhotos, RefusedError
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
    assert decoded(base64.b64decode(verdict["still"])).shape == (64, 64, 3)
    head, masked = companion.mask_photo("v", [[20, 20, 10, 10]])
    assert (head["media_type"], head["bytes"]) == ("video/mp4", len(masked))
    head, cleaned = companion.mask_photo("v", [])
    assert (head["media_type"], head["bytes"]) == ("video/mp4", len(cleaned))
    assert b"47.32" in content
    assert b"47.32" not in masked + cleaned
    companion.put_photo("w", content[:300])
    assert companion.ask("check_photo", photo="w")["code"] == "photo_unreadable"


def test_how_far_a_long_video_is_is_told_until_the_answer_comes(companion: Companion) -> None:
    pytest.importorskip("av", reason="videos are an optional extra")
    companion.put_photo("long", film(lambda _: np.full((480, 640, 3), 90, np.uint8), seconds=20, tone=False))
    asked = companion.send("check_photo", photo="long")
    told = []
    while (answer := companion.receive())["type"] == "progress":
        assert answer["id"] == asked
        told.append(answer["share"])
    assert answer["type"] == "photo_verdict"
    assert told
    assert told == sorted(told)
    assert told[-1] <= 1


def test_a_video_delays_neither_a_sentence_nor_a_photo(companion: Companion) -> None:
    pytest.importorskip("av", reason="videos are an optional extra")
    companion.put_photo("film", film(lambda _: np.full((480, 640, 3), 90, np.uint8), seconds=30, tone=False))
    companion.put_photo("p", encoded(astronaut(), "JPEG"))
    asked = companion.send("check_photo", photo="film")
    photo = companion.send("check_photo", photo="p")
    text = companion.send("check_text", draft="d", revision=1, text="Bonjour à toutes et à tous.")
    answers = []
    while len(answers) < 3:
        if (answer := companion.receive())["type"] != "progress":
            answers.append(answer["id"])
    assert answers[-1] == asked
    assert {*answers[:2]} == {photo, text}


def test_a_video_may_be_larger_than_a_photo_and_has_a_limit_of_its_own() -> None:
    held = HeldPhotos(photo_bytes=100, video_bytes=200)
    film_like, photo_like = b"\0\0\0\x20ftypisom", b"\xff\xd8\xff\xe0 JFIF  "

    def send(start: bytes, size: int) -> None:
        content = start + bytes(size - len(start))
        for part, cut in enumerate((content[:60], content[60:])):
            held.add(PhotoPart(id=1, photo="p", part=part, parts=2, data=cut))

    send(film_like, 200)
    assert len(held.whole("p")) == 200
    for start, size, most in ((film_like, 201, "video"), (photo_like, 101, "photo")):
        with pytest.raises(RefusedError, match=f"A {most} may hold"):
            send(start, size)


def test_what_is_held_is_bounded_while_it_arrives_and_the_newest_photo_is_never_given_up() -> None:
    held = HeldPhotos(photo_bytes=100 * 2**20, video_bytes=100 * 2**20)
    for part in range(3):
        for photo in "abc":
            held.add(PhotoPart(id=1, photo=photo, part=part, parts=3, data=bytes(20 * 2**20)))
    assert len(held) == 2, "three of 60 MiB are more than is held"
    assert len(held.whole("c")) == 60 * 2**20
    with pytest.raises(RefusedError):
        held.whole("a")
