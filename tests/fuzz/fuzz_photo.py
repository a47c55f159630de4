"""Feeds damaged and hostile files to the photo room: `python -m tests.fuzz.fuzz_photo --seconds 600 --seed 1`.

Every case is made from the seed and its number alone, so that one can be repeated with `--first N --cases 1`. A case
passes when it ends in a verdict or in one of our errors, soon, and when memory does not grow from case to case. What
falls is printed with its number, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import resource
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

from primum.finding import Box
from primum.photo import footage, load, metadata
from primum.photo.check import PhotoChecker
from primum.photo.kind import is_video, reads_videos
from primum.photo.limits import PhotoError
from primum.wire.memory import give_back

SLOWEST = 20.0
"""Processor seconds in which any case must end."""

GROWTH_MB = 50.0
"""Most memory that may be held at the end beyond what was held after the first cases."""

_FIRST_CASES = 100
_WHOLE_CHECK = 40  # one case in so many goes through the networks too
_ANY = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\0\0\1",
    b"\xff\xff",
    b"\0\0",
    b"\0\1",
)


@dataclass
class Tally:
    """What became of the cases. `fallen` holds the numbers of those that did not end as they must, and how."""

    ends: Counter[str] = field(default_factory=Counter)
    fallen: list[tuple[int, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    early_mb: float = 0.0
    late_mb: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.fallen and self.late_mb - self.early_mb < GROWTH_MB


def fuzz(seconds: float, seed: int = 1, first: int = 0, cases: int | None = None) -> Tally:
    """Go through cases until the time or their number is over."""
    tally, checker, end = Tally(), PhotoChecker(threads=1), time.monotonic() + seconds
    checker.check(seeds()[0])  # what opening the models takes is no growth
    number = first
    while time.monotonic() < end and (cases is None or number < first + cases):
        content = case(seed, number)
        began = time.process_time()
        try:
            tally.ends[_look(checker, content, number)] += 1
        except PhotoError as error:
            tally.ends[type(error).__name__] += 1
        except Exception as error:
            tally.fallen.append((number, type(error).__name__))
        spent = time.process_time() - began
        tally.slowest = max(tally.slowest, (spent, number))
        if spent > SLOWEST:
            tally.fallen.append((number, f"{spent:.0f} s"))
        number += 1
        if number - first == _FIRST_CASES:
            tally.early_mb = resident_mb()
    tally.late_mb = resident_mb()
    tally.early_mb = tally.early_mb or tally.late_mb
    return tally


def case(seed: int, number: int) -> bytes:
    """Return the file of a case."""
    chance = random.Random(f"{seed}-{number}")
    if chance.random() < 0.05:
        return chance.choice(_hostile())()
    content = chance.choice(seeds())
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(_MUTATIONS)(content, chance)
    return content


def _look(checker: PhotoChecker, content: bytes, number: int) -> str:
    """Do all that is done with a file of unknown hands; return what it turned out to be."""
    if is_video(content):
        with footage.opened(content) as video:
            for count, shot in enumerate(video.shots):
                shot.pixels()
                if count > 20:
                    break
        return "video"
    if number % _WHOLE_CHECK == 0:
        checker.check(content)
    with load.opened(content) as image:
        metadata.findings(metadata.read(image))
        photo = load.reduced(image, 320)
    if not photo.animated:  # an animation would be looked through for heads
        checker.mask(content, [Box(10, 10, 20, 20)])
    checker.clean(content)
    return "photo"


@cache
def seeds() -> list[bytes]:
    """Return sound files of every kind, with metadata, profiles, several frames, tiles and strips."""
    small = Image.fromarray(data.astronaut()).resize((72, 56))
    turned = small.transpose(Image.Transpose.ROTATE_180)
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Acme", 6
    exif.get_ifd(0x8769)[0x9003] = "2026:03:12 08:15:00"
    exif.get_ifd(0x8825)[2] = (47.0, 19.0, 40.8)
    files = []

    def add(kind: str, image: Image.Image = small, **options: object) -> None:
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        files.append(buffer.getvalue())

    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        add(kind, exif=exif)
    add("JPEG", progressive=True, comment=b"a comment", quality=40)
    add("JPEG", small.convert("CMYK"))
    add("JPEG", small.convert("L"))
    add("PNG", small.convert("P"))
    add("PNG", Image.fromarray(np.asarray(small.convert("L")).astype(np.uint16) * 257))
    add("WEBP", lossless=True)
    add("BMP")
    for compression in ("raw", "tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg"):
        add("TIFF", compression=compression)
    for kind in ("GIF", "PNG", "WEBP"):
        add(kind, save_all=True, append_images=[turned, small], duration=80)
    return files + _films(small)


def _films(picture: Image.Image) -> list[bytes]:
    if not reads_videos():
        return []
    import av

    films = []
    for kind, codec in (("mp4", "libx264"), ("mov", "mpeg4"), ("webm", "libvpx")):
        buffer = io.BytesIO()
        with av.open(buffer, "w", format=kind) as out:
            stream = out.add_stream(codec, rate=10)
            stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"
            for _ in range(4):
                out.mux(stream.encode(av.VideoFrame.from_image(picture)))
            out.mux(stream.encode(None))
        films.append(buffer.getvalue())
    return films


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(content or b"\0")
    for _ in range(chance.randint(1, 16)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    """Put an extreme number somewhere, near the start more often: there lengths, sizes and counts are."""
    at = chance.randrange(min(len(content), chance.choice((64, 512, 10**6))) + 1)
    value = chance.choice(_ANY)
    return content[:at] + value + content[at + len(value) :]


def _lengthen(content: bytes, chance: random.Random) -> bytes:
    """Change the length of a chunk: of PNG and RIFF, of a JPEG segment, of a box of ISO media."""
    marks = (b"IHDR", b"IDAT", b"fcTL", b"fdAT", b"acTL", b"eXIf", b"VP8 ", b"VP8X", b"ANMF", b"ALPH")
    marks += (
        b"moov",
        b"mdat",
        b"trak",
        b"stsz",
        b"stco",
        b"iloc",
        b"ispe",
        b"meta",
        b"\xff\xe1",
        b"\xff\xdb",
        b"\xff\xc4",
    )
    places = [place for mark in marks if (place := content.find(mark)) >= 0]
    if not places:
        return _overwrite(content, chance)
    place = chance.choice(places)
    at = place + 2 if content[place] == 0xFF else max(0, place + chance.choice((-4, 4)))
    value = chance.choice(
        (struct.pack(">I", chance.getrandbits(32)), struct.pack("<I", chance.randrange(2**16)), *_ANY)
    )
    return content[:at] + value + content[at + len(value) :]


def _shuffle(content: bytes, chance: random.Random) -> bytes:
    """Take a stretch out, or put it in again elsewhere, once or many times."""
    start = chance.randrange(len(content) + 1)
    stretch = content[start : start + chance.choice((1, 4, 40, 400))]
    rest = content[:start] + content[start + len(stretch) :]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + stretch * chance.choice((0, 1, 2, 50)) + rest[at:]


def _graft(content: bytes, chance: random.Random) -> bytes:
    """Make a file of two: one in front of, behind, or in the middle of the other."""
    other = chance.choice(
        (*seeds(), b"%PDF-1.7\n", b"PK\3\4", b"<html><script>", b"GIF89a/*", b"BM", b"II*\0", b"MM\0*")
    )
    at = chance.choice((0, len(content), chance.randrange(len(content) + 1)))
    return content[:at] + other + content[at:]


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _flip, _overwrite, _lengthen, _shuffle, _graft)


@cache
def _hostile() -> list[Callable[[], bytes]]:
    """Return makers of files that promise more than they hold, or are something else."""
    return [
        lambda: _png(9_900, 9_900, zlib.compress(bytes(9_900 * 3 * 100))),  # a bomb within the limit, cut short
        lambda: _png(60_000, 60_000, zlib.compress(bytes(10**6))),
        lambda: _png(8, 8, zlib.compress(bytes(200)), b"zTXt", b"Comment\0\0" + zlib.compress(bytes(30_000_000))),
        lambda: _png(8, 8, zlib.compress(bytes(200)), b"iCCP", b"p\0\0" + zlib.compress(bytes(30_000_000))),
        _million_frames,
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        lambda: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><svg/>",
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        lambda: b"#EXTM3U\nhttp://127.0.0.1:1/a.ts\n",
        lambda: b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\0\x08free" * 100_000,
        lambda: struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, 2**31 - 1, 9, 1, 24, 0, 0, 0, 0, 0, 0),
        lambda: b"II*\0\x08\0\0\0" + b"\xff\xff" + bytes(12) * 65_535,
        lambda: b"\xff\xd8" + b"\xff\xe1\xff\xffExif\0\0" + bytes(65_500) * 20,
    ]


def _png(width: int, height: int, body: bytes, kind: bytes = b"", more: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    extra = chunk(kind, more) if kind else b""
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@cache
def _million_frames() -> bytes:
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 1_000_000 + b"\x3b"


def resident_mb() -> float:
    """Return the memory held now, what is free given back first; 0 where the system does not say."""
    give_back()
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20 if status.exists() else 0.0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first case")
    options.add_argument("--cases", type=int, help="how many at most")
    chosen = options.parse_args()
    faulthandler.enable()  # a decoder that crashes takes this process along
    tally = fuzz(chosen.seconds, chosen.seed, chosen.first, chosen.cases)
    print(
        f"{sum(tally.ends.values())} cases: " + ", ".join(f"{count} {end}" for end, count in tally.ends.most_common())
    )
    print(f"slowest {tally.slowest[0]:.1f} s (case {tally.slowest[1]}); memory {tally.early_mb:.0f} MB after")
    print(f"{_FIRST_CASES} cases, {tally.late_mb:.0f} MB at the end")
    for number, how in tally.fallen:
        print(f"FELL: case {number}: {how}")
    return int(not tally.passed)


if __name__ == "__main__":
    sys.exit(main())
