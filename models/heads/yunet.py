"""OpenCV's YuNet (Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023), to compare with.

Its file (`face_detection_yunet_2023mar.onnx`, MIT) is not part of Primum: give one with `--yunet`. It is run as
OpenCV's FaceDetectorYN runs it, on onnxruntime instead, so that both detectors are timed on the same engine.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from primum.photo.heads import best

SIDE = 640
"""Pixels of a side of the input, which its file fixes."""

SHOWN = 0.5
"""Score from which a face counts; OpenCV's own example asks for 0.9, at which it finds far fewer."""

_STRIDES = (8, 16, 32)


class YuNet:
    """YuNet on the CPU."""

    def __init__(self, file: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        self._outputs = [f"{kind}_{stride}" for stride in _STRIDES for kind in ("cls", "obj", "bbox")]

    def find(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the faces in `pixels` (uint8 RGB [rows, columns, 3]): float32 [n, 5], corners and score."""
        ratio = SIDE / max(pixels.shape[:2])
        rows, columns = (max(1, round(length * ratio)) for length in pixels.shape[:2])
        picture = Image.fromarray(pixels).resize((columns, rows), Image.Resampling.BILINEAR, reducing_gap=2.0)
        canvas = np.zeros((SIDE, SIDE, 3), np.float32)
        canvas[:rows, :columns] = np.asarray(picture)[..., ::-1]  # blue first
        values = self._session.run(self._outputs, {self._input: canvas.transpose(2, 0, 1)[None].copy()})
        found = []
        for index, stride in enumerate(_STRIDES):
            classes, objects, boxes = (np.asarray(value)[0] for value in values[3 * index : 3 * index + 3])
            scores = np.sqrt(classes[:, 0].clip(0, 1) * objects[:, 0].clip(0, 1))
            cells = np.nonzero(scores > SHOWN)[0]
            row, column = np.divmod(cells, SIDE // stride)
            x, y = (column + boxes[cells, 0]) * stride, (row + boxes[cells, 1]) * stride
            w, h = np.exp(boxes[cells, 2]) * stride, np.exp(boxes[cells, 3]) * stride
            found.append(np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2, scores[cells]], axis=1))
        faces = np.concatenate(found).astype(np.float32)
        faces[:, :4] /= ratio
        kept: NDArray[np.float32] = faces[best(faces)]
        return kept
