"""The photos and videos that are being looked at: bytes by token, in memory only, and never more than a few."""

from __future__ import annotations

from primum.photo.kind import is_video
from primum.wire.messages import ErrorCode, PhotoPart

PHOTOS_HELD = 12
BYTES_HELD = 160 * 1024 * 1024


class RefusedError(Exception):
    """A request that cannot be served: a code of the protocol, and one sentence."""

    def __init__(self, code: ErrorCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class HeldPhotos:
    """Puts the parts of photos together. The oldest photo is forgotten when there are too many, or too much in all."""

    def __init__(self, photo_bytes: int, video_bytes: int) -> None:
        self._photo_bytes, self._video_bytes = photo_bytes, video_bytes
        self._arriving: dict[str, tuple[int, bytearray]] = {}
        self._whole: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._whole) + len(self._arriving)

    def add(self, part: PhotoPart) -> None:
        """Add one part; part 0 starts the photo anew. Raises RefusedError when it does not fit."""
        if part.part == 0:
            self.forget(part.photo)
            self._arriving[part.photo] = (0, bytearray())
        if part.photo not in self._arriving:
            raise RefusedError(ErrorCode.PHOTO_UNKNOWN, "The first part of this photo has not been seen.")
        expected, content = self._arriving[part.photo]
        if part.part != expected or part.part >= part.parts:
            del self._arriving[part.photo]
            raise RefusedError(ErrorCode.PHOTO_INCOMPLETE, "A part of this photo is missing.")
        content += part.data
        self._make_room(part.photo)
        kind, most = ("video", self._video_bytes) if is_video(content) else ("photo", self._photo_bytes)
        if len(content) > most:
            del self._arriving[part.photo]
            raise RefusedError(ErrorCode.PHOTO_TOO_LARGE, f"A {kind} may hold at most {most // 1_000_000} MB.")
        if part.part == part.parts - 1:
            del self._arriving[part.photo]
            self._whole[part.photo] = bytes(content)
        else:
            self._arriving[part.photo] = (expected + 1, content)

    def whole(self, photo: str) -> bytes:
        """Return the bytes of a photo. Raises RefusedError when it is unknown or still arriving."""
        if photo in self._whole:
            return self._whole[photo]
        if photo in self._arriving:
            raise RefusedError(ErrorCode.PHOTO_INCOMPLETE, "Not every part of this photo has arrived.")
        raise RefusedError(ErrorCode.PHOTO_UNKNOWN, "This photo is not held any more.")

    def forget(self, photo: str) -> None:
        """Drop a photo; an unknown one is no fault."""
        self._arriving.pop(photo, None)
        self._whole.pop(photo, None)

    def _make_room(self, newest: str) -> None:
        """Forget the oldest photos but `newest`; whole ones first, for a photo that is still needed is sent again."""
        while len(self) > 1 and (len(self) > PHOTOS_HELD or self._bytes() > BYTES_HELD):
            self.forget(next(photo for photo in (*self._whole, *self._arriving) if photo != newest))

    def _bytes(self) -> int:
        arriving = sum(len(content) for _, content in self._arriving.values())
        return arriving + sum(map(len, self._whole.values()))
