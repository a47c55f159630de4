"""The companion's loop: reads requests, hands them to the text or the photo worker, writes their answers.

Texts, photos and videos are worked on separate threads, so that a photo never delays a sentence, and a minute of film
neither. Every request that needs an answer gets exactly one, a verdict or an error (and before it, perhaps, word of how
far the work is); an error never holds a word of the draft.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import msgspec

from primum import __version__
from primum.models import ModelUnusableError
from primum.photo.kind import is_video, reads_videos
from primum.photo.limits import (
    MAX_BYTES,
    MAX_PIXELS,
    SENT_VIDEO_BYTES,
    PhotoError,
    PhotoTooLargeError,
    VideoNotCheckedError,
)
from primum.text.check import TEXT_LIMIT, TextChecker, TextTooLongError
from primum.wire import answers, messages
from primum.wire.framing import FrameTooLargeError, StreamLostError, read_frame, write_frame
from primum.wire.memory import give_back, resident_mb
from primum.wire.messages import Answer, Error, ErrorCode, Request
from primum.wire.photos import HeldPhotos, RefusedError
from primum.wire.worker import Job, Worker, since

if TYPE_CHECKING:
    from primum.wire.looking import Looking

_DRAFTS_REMEMBERED = 256
_ENDING_S = 1.0
_PROGRESS_S = 0.5

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)


class _Envelope(msgspec.Struct):
    """What a message needs at the least to be answered, even when the rest of it is wrong."""

    type: str = ""
    id: int | None = None


_ENVELOPE = msgspec.json.Decoder(_Envelope)
_KNOWN = frozenset(kind.__struct_config__.tag for kind in Request.__args__)


def decode(content: bytes) -> Request | Error:
    """Return the request in a frame, or the error to answer."""
    try:
        return _DECODER.decode(content)
    except (msgspec.ValidationError, RecursionError):
        pass  # it is JSON, but not one of ours
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Error(id=None, code=ErrorCode.BAD_FRAME, message="A frame was not JSON in UTF-8.")
    try:
        envelope = _ENVELOPE.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Error(id=None, code=ErrorCode.BAD_MESSAGE, message="A message has no type or no id.")
    if envelope.type not in _KNOWN:
        return Error(id=envelope.id, code=ErrorCode.UNKNOWN_MESSAGE, message="A message is of an unknown type.")
    return Error(id=envelope.id, code=ErrorCode.BAD_MESSAGE, message="A message lacks a field or has a wrong one.")


class Server:
    """Serves one browser over one pair of streams."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._writing = threading.Lock()
        self._started = time.monotonic()
        self._text = TextChecker()
        self._held = HeldPhotos(MAX_BYTES, SENT_VIDEO_BYTES)
        self._revisions: OrderedDict[str, int] = OrderedDict()
        self._texts = Worker("texts")
        self._photos = Worker("photos")
        self._videos = Worker("videos")

    @property
    def _workers(self) -> tuple[Worker, ...]:
        return self._texts, self._photos, self._videos

    @cached_property
    def _looking(self) -> Looking:
        return _open_eyes()

    @cached_property
    def _filming(self) -> Looking:
        # models of its own: one that looks is for one thread
        return _open_eyes()

    def serve(self) -> None:
        """Answer requests until the input ends."""
        while True:
            try:
                frame = read_frame(self._source)
            except FrameTooLargeError as error:
                self._send(Error(id=None, code=ErrorCode.TOO_LARGE, message=str(error)))
                continue
            except StreamLostError as error:
                self._send(Error(id=None, code=ErrorCode.BAD_FRAME, message=str(error)))
                break
            if frame is None:
                break
            request = decode(frame)
            if isinstance(request, Error):
                self._send(request)
            else:
                self._dispatch(request)
        if not all(worker.end(_ENDING_S) for worker in self._workers):
            _leave_at_once()

    def _dispatch(self, request: Request) -> None:
        try:
            match request:
                case messages.Hello():
                    self._hello(request)
                case messages.CheckText():
                    self._check_text(request)
                case messages.PhotoPart():
                    self._held.add(request)
                case messages.CheckPhoto():
                    self._check_photo(request)
                case messages.MaskPhoto():
                    self._mask_photo(request)
                case messages.Cancel():
                    # all workers are asked: `or` would leave the later ones out
                    for worker in self._workers:
                        worker.cancel(request.request)
                    self._send(messages.Done(id=request.id))
                case messages.Forget():
                    self._held.forget(request.photo)
                    self._send(messages.Done(id=request.id))
                case messages.Status():
                    self._send(self._status(request))
        except RefusedError as error:
            self._send(Error(id=request.id, code=error.code, message=error.sentence))

    def _hello(self, request: messages.Hello) -> None:
        if request.protocol != messages.PROTOCOL:
            sentence = f"This companion speaks protocol {messages.PROTOCOL}, the extension {request.protocol}."
            self._send(Error(id=request.id, code=ErrorCode.PROTOCOL_MISMATCH, message=sentence))
            return
        limits = messages.Limits(
            text_characters=TEXT_LIMIT,
            photo_bytes=MAX_BYTES,
            photo_pixels=MAX_PIXELS,
            part_bytes=messages.PART_BYTES,
            video_bytes=SENT_VIDEO_BYTES if reads_videos() else 0,
        )
        self._send(
            messages.HelloAnswer(
                id=request.id,
                protocol=messages.PROTOCOL,
                companion=__version__,
                rules=answers.rules(),
                models=answers.models(),
                limits=limits,
            )
        )
        # the first sentence should not wait for its model; a model that cannot be opened is said by that sentence
        self._texts.submit(Job(request.id, lambda _: self._warm(), lambda _job, _code: None))

    def _warm(self) -> None:
        try:
            self._text.warm()
        except ModelUnusableError as error:
            print(f"primum: {error}", file=sys.stderr)
        # what opening a model took, and no check takes again
        give_back()

    def _check_text(self, request: messages.CheckText) -> None:
        latest = self._revisions.pop(request.draft, -1)
        self._revisions[request.draft] = max(latest, request.revision)
        while len(self._revisions) > _DRAFTS_REMEMBERED:
            self._revisions.popitem(last=False)
        if request.revision < latest:
            raise RefusedError(ErrorCode.SUPERSEDED, "A newer revision of this draft has been sent.")

        def work(job: Job) -> Answer:
            began = time.perf_counter()
            found = self._text.check(
                request.text,
                request.lang,
                request.sensitivity,
                cancelled=job.stopped,
                answers_review=request.context == "review_answer",
            )
            return messages.TextVerdict(
                id=request.id,
                draft=request.draft,
                revision=request.revision,
                findings=answers.in_text(request.text, found),
                ms=since(began),
            )

        self._texts.submit(self._job(request.id, work, subject=request.draft))

    def _check_photo(self, request: messages.CheckPhoto) -> None:
        content = self._held.whole(request.photo)
        self._look(request.id, content, lambda eyes, job, progress: eyes.check(request, content, job, progress))

    def _mask_photo(self, request: messages.MaskPhoto) -> None:
        content = self._held.whole(request.photo)
        self._look(request.id, content, lambda eyes, job, progress: eyes.mask(request, content, job, progress))

    def _look(
        self,
        id_: int,
        content: bytes,
        work: Callable[[Looking, Job, Callable[[float], None]], Answer | list[Answer]],
    ) -> None:
        """Submit work on the bytes of a photo or of a video."""
        film, progress = is_video(content), self._progress(id_)

        def look(job: Job) -> Answer | list[Answer]:
            return work(self._filming if film else self._looking, job, progress)

        (self._videos if film else self._photos).submit(self._job(id_, look, afterwards=give_back))

    def _progress(self, id_: int) -> Callable[[float], None]:
        """Return what tells the browser now and then how far long work is."""
        told = time.monotonic()

        def tell(share: float) -> None:
            nonlocal told
            if time.monotonic() - told >= _PROGRESS_S:
                told = time.monotonic()
                self._send(messages.Progress(id=id_, share=round(share, 3)))

        return tell

    def _job(
        self,
        id_: int,
        work: Callable[[Job], Answer | list[Answer]],
        subject: str | None = None,
        afterwards: Callable[[], None] = lambda: None,
    ) -> Job:
        """Wrap work so that it is answered exactly once, whatever happens in it."""

        def run(job: Job) -> None:
            done: Answer | list[Answer] = []
            try:
                done = work(job)
            except Exception as error:
                if job.reason is None:  # a check that was asked to end leaves by an exception, which is no fault
                    code, sentence = _explain(error)
                    done = Error(id=id_, code=code, message=sentence)
            if job.reason is not None:
                give_up(job, job.reason)
            else:
                for answer in done if isinstance(done, list) else [done]:
                    self._send(answer)
            del done
            afterwards()

        def give_up(_: Job, code: ErrorCode) -> None:
            sentence = "This check was given up." if code is ErrorCode.CANCELLED else "A newer revision was sent."
            self._send(Error(id=id_, code=code, message=sentence))

        return Job(id_, run, give_up, subject)

    def _status(self, request: messages.Status) -> messages.StatusAnswer:
        return messages.StatusAnswer(
            id=request.id,
            companion=__version__,
            uptime_s=round(time.monotonic() - self._started, 3),
            memory_mb=resident_mb(),
            photos=len(self._held),
            models=answers.models(),
        )

    def _send(self, answer: Answer) -> None:
        content = _ENCODER.encode(answer)
        with self._writing:
            try:
                write_frame(self._target, content)
            except OSError:
                # The browser is gone. The main thread may be blocked in a read that nothing will ever end, and an
                # orphan companion must not stay.
                _leave_at_once()


def _open_eyes() -> Looking:
    # at the first photo: Pillow and its like take 5 MB and a tenth of the start, and most companions see texts only
    from primum.wire.looking import Looking

    return Looking()


def _leave_at_once() -> NoReturn:
    """End the process, whatever its threads do: there is nothing to save.

    An orderly end of the interpreter aborts the process when a thread comes back from a model's native code meanwhile.
    """
    os._exit(0)


def _explain(error: Exception) -> tuple[ErrorCode, str]:
    """Return the code and the sentence for an error; what is not known by type never shows its message."""
    match error:
        case TextTooLongError():
            return ErrorCode.TEXT_TOO_LONG, str(error)
        case PhotoTooLargeError():
            return ErrorCode.PHOTO_TOO_LARGE, str(error)
        case VideoNotCheckedError():
            return ErrorCode.VIDEO_NOT_CHECKED, str(error)
        case PhotoError():
            return ErrorCode.PHOTO_UNREADABLE, str(error)
        case ModelUnusableError():
            return ErrorCode.MODEL_UNUSABLE, str(error)
        case MemoryError():
            return ErrorCode.INTERNAL, "There was not enough memory for this check."
        case _:
            # the message of an unforeseen error could quote the draft: only its type is said
            print(f"primum: unforeseen {type(error).__name__}", file=sys.stderr)
            return ErrorCode.INTERNAL, f"The check failed ({type(error).__name__})."
