"""What transparent pixels hide: an editor that erases a face may leave its colours, which any program shows again."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BAND = 256  # rows that are looked at together: a whole picture with its transparency takes four bytes a pixel


_BLOCK = 16  # pixels of a side of what WebP codes together: beside what is seen, colours of it run over
_PLAIN = 64  # grey levels between which the colours of such a block lie when its coder has emptied it (measured: 53)


def hides_something(image: Image.Image, with_loss: bool) -> bool:
    """Whether pixels of an opened photo that are not seen at all have more than one colour, or, in a file that was
    written `with_loss`, colours that differ as those of a picture do. To be called inside `load.opened`.
    """
    if not image.has_transparency_data:
        return False
    colour = None
    for _, band in _bands(image):
        if with_loss:
            if _has_picture(band):
                return True
            continue
        hidden = band[..., :3][band[..., 3] == 0]
        if len(hidden):
            colour = hidden[0] if colour is None else colour
            if (hidden != colour).any():
                return True
    return False


def _has_picture(band: NDArray[np.uint8]) -> bool:
    """Whether a block of uint8 RGBA [rows, columns, 4] that is not seen at all is more than plain."""
    rows, columns = band.shape[0] // _BLOCK, band.shape[1] // _BLOCK
    blocks = band[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK, 4)
    blocks = blocks.swapaxes(1, 2)[(blocks[..., 3] == 0).all(axis=(1, 3))]
    return bool((np.ptp(blocks[..., :3], axis=(1, 2)) > _PLAIN).any())


def cleared(image: Image.Image, turn: Image.Transpose | None, kind: str) -> bytes:
    """Return an opened photo as a new file of a `kind`, PNG or WEBP, without loss, upright and as transparent as it
    was, with nothing under what is not seen and without metadata; its colour profile stays. To be called inside
    `load.opened`.
    """
    shown = Image.new("RGBA", image.size)
    for top, band in _bands(image):
        band[band[..., 3] == 0] = 0
        shown.paste(Image.fromarray(band), (0, top))
    if turn is not None:
        shown = shown.transpose(turn)
    options: dict[str, object] = (
        {"lossless": True, "exact": True, "method": 2} if kind == "WEBP" else {"compress_level": 4}
    )
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGBA":  # a profile of grey does not fit what is now in colour
        options["icc_profile"] = profile
    buffer = io.BytesIO()
    shown.save(buffer, kind, **options)
    return buffer.getvalue()


def _bands(image: Image.Image) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield a photo from top to bottom in bands of rows: where each starts, and uint8 RGBA [rows, columns, 4]."""
    for top in range(0, image.height, _BAND):
        part = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        yield top, np.array(part.convert("RGBA"))
