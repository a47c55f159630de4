"""Answers about photos and short videos. A companion that is shown none never imports this, nor what it needs."""

from __future__ import annotations

import time

from primum.finding import Box
from primum.photo.check import PhotoChecker
from primum.photo.kind import is_video
from primum.photo.video import Progress, VideoChecker
from primum.text.check import identity_in
from primum.wire import answers, messages
from primum.wire.messages import Answer
from primum.wire.worker import Job, since


class Looking:
    """Looks at the bytes that a request is about."""

    def __init__(self) -> None:
        self._photo = PhotoChecker(read_identity=identity_in)
        self._video = VideoChecker(self._photo)

    def check(
        self, request: messages.CheckPhoto, content: bytes, job: Job, progress: Progress
    ) -> messages.PhotoVerdict:
        """Return the verdict; `progress` hears how far a video is. Raises what the checkers' `check` raise."""
        began = time.perf_counter()
        if is_video(content):
            film = self._video.check(content, cancelled=job.stopped, progress=progress)
            return messages.PhotoVerdict(
                id=request.id,
                photo=request.photo,
                width=film.width,
                height=film.height,
                findings=answers.in_video(film.passages),
                metadata=film.metadata,
                ms=since(began),
                unchecked=list(film.unchecked),
                seconds=film.seconds,
                still=film.still,
            )
        report = self._photo.check(content, request.name, cancelled=job.stopped)
        return messages.PhotoVerdict(
            id=request.id,
            photo=request.photo,
            width=report.width,
            height=report.height,
            findings=answers.in_photo(report.findings),
            metadata=report.metadata,
            ms=since(began),
            unchecked=list(report.unchecked),
        )

    def mask(self, request: messages.MaskPhoto, content: bytes, job: Job, progress: Progress) -> list[Answer]:
        """Return the head of the masked file, then its parts. Raises what the checkers' `mask` and `clean` raise."""
        began = time.perf_counter()
        boxes = [Box(*box) for box in request.boxes]
        if is_video(content):
            if boxes:
                masked = self._video.mask(content, boxes, cancelled=job.stopped, progress=progress)
            else:
                masked = self._video.clean(content, cancelled=job.stopped, progress=progress)
        else:
            masked = self._photo.mask(content, boxes) if boxes else self._photo.clean(content)
        parts = answers.masked_parts(request.id, request.photo, masked.data)
        head = messages.MaskedPhoto(
            id=request.id,
            photo=request.photo,
            name=masked.name,
            media_type=masked.media_type,
            width=masked.width,
            height=masked.height,
            bytes=len(masked.data),
            parts=len(parts),
            ms=since(began),
        )
        return [head, *parts]
