"""How much a photo may hold, and what is said of one that cannot be worked on: all that is known before one is seen.

It stands apart from what opens photos, so that knowing the limits does not load Pillow.
"""

from __future__ import annotations

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_FRAMES = 400

SENT_VIDEO_BYTES = 100 * 1024 * 1024
"""Most bytes of a video that comes from a browser: it travels in pieces and is held whole."""


class PhotoError(Exception):
    """A photo cannot be worked on; the message is one sentence without anything of its content."""


class PhotoTooLargeError(PhotoError):
    """More than Primum gives to one photo; each limit has an error of its own."""


class TooManyBytesError(PhotoTooLargeError):
    """The file is larger than MAX_BYTES."""

    def __init__(self) -> None:
        super().__init__(f"The photo is larger than {MAX_BYTES // 2**20} MB.")


class TooManyPixelsError(PhotoTooLargeError):
    """A photo, or the frames of an animation together, have more than MAX_PIXELS."""

    def __init__(self) -> None:
        super().__init__(f"The photo has more than {MAX_PIXELS // 10**6} million pixels, all frames together.")


class TooManyFramesError(PhotoTooLargeError):
    """An animation has more than MAX_FRAMES."""

    def __init__(self) -> None:
        super().__init__(f"The animation has more than {MAX_FRAMES} frames.")


class TooSlowError(PhotoTooLargeError):
    """A check has taken longer than CHECK_SECONDS, or a mask longer than MASK_SECONDS."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The work on the photo was not done within {seconds:.0f} seconds of the processor.")


class PhotoUnreadableError(PhotoError):
    """Not a picture, damaged, or of a format that this installation does not read."""


class VideoNotCheckedError(PhotoError):
    """A video that this installation does not look at: too long, or PyAV is not there."""
