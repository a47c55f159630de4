"""Seeded damage: messages and texts that are nearly right, in the ways in which real ones go wrong."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "models" / "text" / "corpus"

VALID: tuple[dict[str, object], ...] = (
    # of another protocol: a right hello has every model verified, which is slow and the same each time
    {"type": "hello", "id": 1, "protocol": 0, "extension": "0.1.0"},
    {"type": "check_text", "id": 2, "draft": "d", "revision": 1, "text": "Bonjour à tous."},
    {"type": "photo_part", "id": 3, "photo": "p", "part": 0, "parts": 2, "data": "AAECAw=="},
    {"type": "check_photo", "id": 4, "photo": "p", "name": "photo.jpg"},
    {"type": "mask_photo", "id": 5, "photo": "p", "boxes": [[1, 2, 3, 4]]},
    {"type": "cancel", "id": 6, "request": 2},
    {"type": "forget", "id": 7, "photo": "p"},
)

_VALUES: tuple[object, ...] = (
    *(None, True, -1, 0, 2**53, 2**63, 2**64, -(2**63) - 1, 1e308, 0.5, "", "\0", "é😀\u202e", "x" * 70_000),
    *([], {}, [[]], {"type": "hello"}, [1, 2, 3], "hello", "check_text", "../../etc/passwd"),
)

_CHARACTERS = (
    "\0\t\n\r \u00a0\u202f\u200b\u200d\ufeff\u202e\u2066\u0301\u0345\u1ab0\ufdfa\ufb03\u00ad\u2028"
    "éÉœŒßİıſ’'«»“”…0123456789٠१๓Ⅷ½²@#./-_+()[]😀👩🏽‍⚕️🏳️‍🌈\U0010ffff\ue000漢字עבראرب"
)


def frames(seed: int) -> Iterator[bytes]:
    """Yield message bodies without end: right ones, near misses, and noise. Bodies only: the frame around is right."""
    draw = random.Random(seed)
    while True:
        message = dict(draw.choice(VALID))
        for _ in range(draw.choice((0, 1, 1, 2, 4))):
            message = _harm(message, draw)
        content = json.dumps(message, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")
        if draw.random() < 0.4:
            content = _damaged(content, draw)
        yield content


def texts(seed: int) -> Iterator[str]:
    """Yield texts without end: rows of the corpus cut, joined, repeated and strewn with awkward characters."""
    draw = random.Random(seed)
    rows = [
        str(json.loads(line)["text"])
        for file in sorted(CORPUS.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()[::40]
        if line.strip()
    ]
    while True:
        text = draw.choice(rows)
        for _ in range(draw.randrange(6)):
            text = _altered(text, rows, draw)
        yield text[:19_000]


def _harm(message: dict[str, object], draw: random.Random) -> dict[str, object]:
    harmed = dict(message)
    name = draw.choice(list(harmed) or ["type"])
    match draw.randrange(5):
        case 0:
            harmed.pop(name, None)
        case 1:
            harmed[name] = draw.choice(_VALUES)
        case 2:
            harmed[draw.choice(("type", "id", "text", "boxes", "", "é"))] = draw.choice(_VALUES)
        case 3:
            harmed = {**harmed, **draw.choice(VALID)}
        case _:
            harmed[name] = [harmed.get(name)]
    return harmed


def _damaged(content: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 8))):
        place = draw.randrange(len(damaged) + 1)
        match draw.randrange(4):
            case 0:
                damaged[place : place + 1] = draw.randbytes(1)
            case 1:
                damaged[place:place] = draw.randbytes(draw.randrange(1, 9))
            case 2:
                del damaged[place : place + draw.randrange(1, 30)]
            case _:
                damaged[place:place] = b"[" * draw.choice((10, 2000))
    return bytes(damaged)


def _altered(text: str, rows: list[str], draw: random.Random) -> str:
    place = draw.randrange(len(text) + 1)
    match draw.randrange(7):
        case 0:
            return text[:place] + "".join(draw.choices(_CHARACTERS, k=draw.randrange(1, 12))) + text[place:]
        case 1:
            return text[:place] + text[place + draw.randrange(1, 20) :]
        case 2:
            return text[:place] + draw.choice(rows) + text[place:]
        case 3:
            return text[:place] + text[place : place + draw.randrange(1, 5)] * draw.randrange(2, 200) + text[place:]
        case 4:
            return draw.choice((text.upper(), text.lower(), text.title(), text[::-1], text.replace(" ", "")))
        case 5:
            return (
                text[:place]
                + chr(draw.choice((draw.randrange(0xD800), draw.randrange(0xE000, 0x110000))))
                + text[place:]
            )
        case _:
            return "".join(draw.sample(text, len(text)))
