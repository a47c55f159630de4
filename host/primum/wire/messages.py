"""Everything that crosses the edge between the browser and the companion, defined once.

`extension/src/wire/messages.ts` is generated from this module (`python -m primum.wire.typescript`); a test fails
when the two differ. Text offsets on the wire are UTF-16 code units of the text as it was sent, because that is how
the browser counts; boxes are upright full-size pixels `[x, y, w, h]`.

The protocol number changes only when an old extension could no longer talk to a new companion. Messages, fields
with a default and error codes may be added without changing it; nothing is ever renamed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PROTOCOL = 1

PART_BYTES = 512 * 1024
"""Bytes of a photo in one frame: in base64 with its envelope it stays under the browser's 1 MiB limit."""

Id = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Token = Annotated[str, Meta(min_length=1, max_length=64)]
BoxOnWire = tuple[int, int, int, int]
Sensitivity = Literal["low", "normal", "high"]
Context = Literal["post", "review_answer"]


class ErrorCode(StrEnum):
    """Append-only: the extension maps each code to a sentence and a remedy."""

    BAD_FRAME = "bad_frame"
    TOO_LARGE = "too_large"
    BAD_MESSAGE = "bad_message"
    UNKNOWN_MESSAGE = "unknown_message"
    PROTOCOL_MISMATCH = "protocol_mismatch"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    TEXT_TOO_LONG = "text_too_long"
    PHOTO_UNKNOWN = "photo_unknown"
    PHOTO_INCOMPLETE = "photo_incomplete"
    PHOTO_TOO_LARGE = "photo_too_large"
    PHOTO_UNREADABLE = "photo_unreadable"
    MODEL_UNUSABLE = "model_unusable"
    INTERNAL = "internal"
    VIDEO_NOT_CHECKED = "video_not_checked"
    # said by the extension itself, when there is no companion to say anything
    COMPANION_MISSING = "companion_missing"
    COMPANION_GONE = "companion_gone"
    TIMED_OUT = "timed_out"


class Message(msgspec.Struct, forbid_unknown_fields=True, tag_field="type", kw_only=True):
    """Base of every message; `id` pairs an answer with its request."""


# ---- requests: browser -> companion ---------------------------------------------------------------------------


class Hello(Message, tag="hello"):
    """First request on a port: who is asking, and in which protocol."""

    id: Id
    protocol: int
    extension: str


class CheckText(Message, tag="check_text"):
    """Check the text of a draft. A newer `revision` of the same `draft` supersedes an older one.

    `sensitivity`: how readily a remark is said; what identifies a patient is said at each of them. `context`: what the
    text is; an answer to a review may hold no clinical detail.
    """

    id: Id
    draft: Token
    revision: Count
    text: str
    lang: str | None = None
    site: str | None = None
    sensitivity: Sensitivity = "normal"
    context: Context = "post"


class PhotoPart(Message, tag="photo_part"):
    """One frame of a photo on its way up, `part` of `parts` in order; answered only when it is refused."""

    id: Id
    photo: Token
    part: Count
    parts: Annotated[int, Meta(ge=1)]
    data: bytes


class CheckPhoto(Message, tag="check_photo"):
    """Check a photo whose parts have all been sent."""

    id: Id
    photo: Token
    name: str | None = None
    site: str | None = None


class MaskPhoto(Message, tag="mask_photo"):
    """Cover `boxes` of a photo that was sent before and drop its metadata; no box: drop the metadata alone.

    Answered by `masked_photo`, then its parts.
    """

    id: Id
    photo: Token
    boxes: list[BoxOnWire]


class Cancel(Message, tag="cancel"):
    """Give up request `request`; it is answered with the error `cancelled` unless it was answered already."""

    id: Id
    request: Id


class Forget(Message, tag="forget"):
    """Drop a photo from memory."""

    id: Id
    photo: Token


class Status(Message, tag="status"):
    """Ask how the companion is."""

    id: Id


Request = Hello | CheckText | PhotoPart | CheckPhoto | MaskPhoto | Cancel | Forget | Status


# ---- parts of answers -----------------------------------------------------------------------------------------


class Part(msgspec.Struct, kw_only=True):
    """Base of the values inside an answer."""


class RuleWording(Part):
    line: str
    why: str


class RuleEntry(Part):
    """A rule of the catalogue, in both languages."""

    id: str
    family: str
    article: str
    fr: RuleWording
    en: RuleWording


class ModelEntry(Part):
    """A model the companion carries; `usable` is false when its file is missing or damaged."""

    name: str
    version: str
    licence: str
    usable: bool


class Limits(Part):
    """What one request may hold. `video_bytes`: 0 where videos are not looked at."""

    text_characters: int
    photo_bytes: int
    photo_pixels: int
    part_bytes: int
    video_bytes: int = 0


class FindingInText(Part):
    """`start`, `end` and `words` are UTF-16 offsets into the text that was sent."""

    rule: str
    family: str
    strength: str
    start: int
    end: int
    score: float
    words: list[tuple[int, int]] = []
    replacement: str | None = None


class FindingInPhoto(Part):
    """`seconds`: from when to when it is seen in a video, where `box` is around all its places."""

    rule: str
    family: str
    strength: str
    score: float
    box: BoxOnWire | None = None
    detail: str | None = None
    seconds: tuple[float, float] | None = None


# ---- answers: companion -> browser ----------------------------------------------------------------------------


class HelloAnswer(Message, tag="hello_answer"):
    id: Id
    protocol: int
    companion: str
    rules: list[RuleEntry]
    models: list[ModelEntry]
    limits: Limits


class TextVerdict(Message, tag="text_verdict"):
    """The findings in one revision of a draft, strongest first."""

    id: Id
    draft: str
    revision: int
    findings: list[FindingInText]
    ms: float


class PhotoVerdict(Message, tag="photo_verdict"):
    """The findings in a photo; `metadata`: what the file carries unseen; `unchecked`: what could not be looked at;
    `seconds`: the length of a video, which is sent, checked and masked with the same messages; `still`: of a video, the
    frame that shows most of what was found, as a small JPEG.
    """

    id: Id
    photo: str
    width: int
    height: int
    findings: list[FindingInPhoto]
    metadata: dict[str, str]
    ms: float
    unchecked: list[str] = []
    seconds: float | None = None
    still: bytes | None = None


class Progress(Message, tag="progress"):
    """Work on a video goes on; `share` of it (0 to 1) is done. Comes any number of times before the answer."""

    id: Id
    share: float


class MaskedPhoto(Message, tag="masked_photo"):
    """A masked photo is ready; `parts` frames of it follow."""

    id: Id
    photo: str
    name: str
    media_type: str
    width: int
    height: int
    bytes: int
    parts: int
    ms: float


class MaskedPart(Message, tag="masked_part"):
    id: Id
    photo: str
    part: int
    parts: int
    data: bytes


class Done(Message, tag="done"):
    """`cancel` or `forget` was carried out."""

    id: Id


class StatusAnswer(Message, tag="status_answer"):
    id: Id
    companion: str
    uptime_s: float
    memory_mb: float
    photos: int
    models: list[ModelEntry]


class Error(Message, tag="error"):
    """A request that could not be answered; `id` is null when the request could not even be read."""

    id: int | None
    code: ErrorCode
    message: str


Answer = HelloAnswer | TextVerdict | PhotoVerdict | Progress | MaskedPhoto | MaskedPart | Done | StatusAnswer | Error
