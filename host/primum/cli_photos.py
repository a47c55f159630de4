"""The two commands on photos and short videos, one file or whole folders: `primum check-photo` and `primum mask`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from primum import show, whole
from primum.finding import Box, PhotoFinding, TextFinding
from primum.models import ModelUnusableError
from primum.photo.check import PhotoChecker
from primum.photo.footage import MAX_BYTES
from primum.photo.kind import ending_of, is_video
from primum.photo.limits import PhotoError, VideoNotCheckedError
from primum.photo.save import MaskedFile
from primum.photo.sheet import MOST, Sheet
from primum.photo.video import Passage, VideoChecker, most_telling

_WRITES = {
    ".jpg": ("JPEG", "image/jpeg"),
    ".jpeg": ("JPEG", "image/jpeg"),
    ".png": ("PNG", "image/png"),
    ".webp": ("WEBP", "image/webp"),
    ".gif": ("GIF", "image/gif"),
    ".mp4": ("MP4", "video/mp4"),
    ".webm": ("WEBM", "video/webm"),
}
"""What `mask` writes, by the ending of the file it is told to write."""

_LOOKED_FOR = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif"}
    | {".mp4", ".m4v", ".mov", ".webm", ".mkv"}
)
"""Endings of the files that are looked at in a folder."""

_BAR = 24  # characters


class FileError(Exception):
    """A file that cannot be worked with; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A verdict, of a photo or of a video."""

    width: int
    height: int
    passages: tuple[Passage, ...]
    metadata: dict[str, str]
    unchecked: tuple[str, ...]
    seconds: float | None

    @property
    def findings(self) -> list[PhotoFinding]:
        return [passage.finding for passage in self.passages]

    @property
    def boxes(self) -> list[Box]:
        return most_telling(self.passages)

    def values(self) -> dict[str, object]:
        findings = show.photo_findings(self.findings)
        if self.seconds is not None:
            for value, passage in zip(findings, self.passages, strict=True):
                value["seconds"] = [round(passage.start, 2), round(passage.end, 2)]
        return {
            "findings": findings,
            "metadata": self.metadata,
            **({"unchecked": list(self.unchecked)} if self.unchecked else {}),
            **({"seconds": self.seconds} if self.seconds is not None else {}),
        }

    def lines(self) -> list[str]:
        if self.seconds is None or not self.passages:
            return show.photo_lines(self.findings, self.unchecked)
        lines = []
        for passage in self.passages:
            (line,) = show.photo_lines([passage.finding], ())
            lines.append(f"{line} [{passage.start:.1f} to {passage.end:.1f} s]")
        return lines + (show.photo_lines((), self.unchecked) if self.unchecked else [])


class _Progress:
    """A bar on stderr where that is a terminal, and silence where it is not."""

    def __init__(self, files: int) -> None:
        self._files, self._done, self._name = files, 0, ""
        self._shown = sys.stderr.isatty()

    def begin(self, name: str) -> None:
        self._name = "".join(sign if sign.isprintable() else "?" for sign in name)[:40]
        self.part(0.0)

    def part(self, share: float) -> None:
        """Say that a share of the file in hand is done."""
        if self._shown:
            full = round((self._done + share) / self._files * _BAR)
            bar = "█" * full + "░" * (_BAR - full)
            print(f"\r\033[K{bar} {self._done + 1}/{self._files} {self._name}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        self._done += 1
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


class _Eyes:
    """The checkers, and the sheet where one is asked for."""

    def __init__(self, sheet: Path | None, force: bool) -> None:
        self._photos = PhotoChecker(read_identity=_identity_in)
        self._videos = VideoChecker(self._photos)
        self._sheet = None
        if sheet is not None:
            if _WRITES.get(sheet.suffix.lower(), ("", ""))[1] not in ("image/jpeg", "image/png", "image/webp"):
                raise FileError(f"{sheet} should end in .jpg, .png or .webp.")
            _spare(sheet, force)
            self._sheet = Sheet()
        self._sheet_file, self._left_out = sheet, 0

    def check(self, data: bytes, name: str, progress: Callable[[float], None]) -> _Seen:
        if is_video(data):
            film = self._videos.check(data, progress=progress)
            seen = _Seen(film.width, film.height, film.passages, film.metadata, film.unchecked, film.seconds)
        else:
            photo = self._photos.check(data, name)
            passages = tuple(Passage(finding, 0.0, 0.0) for finding in photo.findings)
            seen = _Seen(photo.width, photo.height, passages, photo.metadata, photo.unchecked, None)
        if self._sheet is not None and not self._sheet.add(data, name, seen.findings):
            self._left_out += 1
        return seen

    def mask(
        self,
        data: bytes,
        seen: _Seen,
        wanted: str | None,
        options: argparse.Namespace,
        progress: Callable[[float], None],
    ) -> MaskedFile:
        if is_video(data):
            return self._videos.mask(
                data, seen.boxes, others=True, style=options.style, sound=not options.mute, progress=progress
            )
        if not seen.boxes:
            clean = self._photos.clean(data)
            if wanted is None or _WRITES[Path(clean.name).suffix][0] == wanted:
                return clean
        return self._photos.mask(data, seen.boxes, options.style, wanted=wanted)

    def save_sheet(self) -> None:
        if self._sheet is not None and self._sheet_file is not None:
            kind = _WRITES[self._sheet_file.suffix.lower()][0]
            _write(self._sheet_file, self._sheet.encoded(kind))
            if self._left_out:
                _say(f"{self._sheet_file} shows the first {MOST} files; {self._left_out} are not on it.")


def _identity_in(text: str) -> Sequence[TextFinding]:
    # at the first words: the rules and their lists take longer to load than most photos to mask
    from primum.text.check import identity_in

    return identity_in(text)


def check_photo(options: argparse.Namespace) -> int:
    """Check files and folders; 2 when one of them could not be checked."""
    files, status = _files(options.files)
    _keep_apart(options.sheet, files)
    eyes = _Eyes(options.sheet, options.force)
    progress = _Progress(len(files))
    for file in files:
        progress.begin(file.name)
        began = time.perf_counter()
        try:
            seen = eyes.check(_read(file), file.name, progress.part)
        except (PhotoError, ModelUnusableError, FileError, OSError) as error:
            progress.end()
            status = _say(_sentence(file, error))
            continue
        progress.end()
        size = {"file": str(file), "width": seen.width, "height": seen.height}
        if options.jsonl:
            print(show.record({**size, **seen.values(), "ms": _since(began)}), flush=True)
        else:
            print(f"{file}  {seen.width}×{seen.height}")
            print("\n".join(f"  {line}" for line in seen.lines()))
    eyes.save_sheet()
    return status


def mask(options: argparse.Namespace) -> int:
    """Mask a file into a file, or files and folders into a folder; 2 when one of them could not be masked."""
    into_folder = len(options.files) > 1 or _is_folder(options.files[0]) or _is_folder(options.output)
    if not into_folder:
        if options.output.suffix.lower() not in _WRITES:
            raise FileError(f"{options.output} should end in {', '.join(_WRITES)}.")
        _spare(options.output, options.force)
    files, status = _files(options.files, but=options.output if into_folder else None)
    _keep_apart(options.sheet, files, options.output)
    eyes = _Eyes(options.sheet, options.force)
    progress = _Progress(len(files))
    for number, file in enumerate(files, 1):
        progress.begin(file.name)
        began = time.perf_counter()
        try:
            data = _read(file)
            wanted, media_type = (None, None) if into_folder else _WRITES[options.output.suffix.lower()]
            if is_video(data) and media_type not in (None, f"video/{ending_of(data)}"):
                raise _other_kind(file, options.output, ending_of(data))
            seen = eyes.check(data, file.name, lambda share: progress.part(share / 2))
            masked = eyes.mask(data, seen, wanted, options, lambda share: progress.part(0.5 + share / 2))
            if media_type not in (None, masked.media_type):
                raise _other_kind(file, options.output, masked.media_type.partition("/")[2])
            # the old names may name a patient: what is released is numbered
            out = options.output / f"{number:04d}-{masked.name}" if into_folder else options.output
            _spare(out, options.force)
            if into_folder and any(_are_one(out, other) for other in files):
                raise FileError(f"{file}: {out}, which it would become, is to be masked too; name another folder.")
            _write(out, masked.data)
        except (PhotoError, ModelUnusableError, FileError, OSError) as error:
            progress.end()
            status = _say(_sentence(file, error))
            continue
        progress.end()
        if options.jsonl:
            value = {
                "file": str(file),
                "out": str(out),
                "width": masked.width,
                "height": masked.height,
                "boxes": [list(box) for box in seen.boxes],
                **seen.values(),
                "ms": _since(began),
            }
            print(show.record(value), flush=True)
        else:
            areas = "1 area masked" if len(seen.boxes) == 1 else f"{len(seen.boxes)} areas masked"
            came_from = f"{file} -> " if into_folder else ""
            print(f"{came_from}{out}: {areas}, no metadata, {masked.width}×{masked.height}")
            print("\n".join(f"  {line}" for line in seen.lines()))
    # once more: where names in capitals are the same names, what was written meanwhile may be what the sheet would be
    _keep_apart(options.sheet, files, options.output)
    eyes.save_sheet()
    return status


def _files(given: Sequence[Path], but: Path | None = None) -> tuple[list[Path], int]:
    """Return the files to look at, folders gone through in order of name, without what lies in `but`; and 2 when a
    folder could not be read or held nothing.
    """
    files: list[Path] = []
    status = 0
    left_out = os.path.realpath(but) if but is not None else None
    for path in given:
        if not _is_folder(path):
            files.append(path)
            continue
        before = len(files)

        def unreadable(error: OSError) -> None:
            nonlocal status
            status = _say(f"{error.filename}: it cannot be read ({error.strerror}).")

        for folder, inside, names in os.walk(path, onerror=unreadable):
            inside[:] = sorted(
                name
                for name in inside
                if not name.startswith(".") and os.path.realpath(Path(folder) / name) != left_out
            )
            files += [
                Path(folder) / name
                for name in sorted(names)
                if Path(name).suffix.lower() in _LOOKED_FOR and not name.startswith(".")
            ]
        if len(files) == before and not status:
            status = _say(f"{path}: there is no photo in this folder.")
    return files, status


def _is_folder(path: Path) -> bool:
    """Whether there is a folder; not, when the system would not say: reading or writing there says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _spare(file: Path, force: bool) -> None:
    """Raise FileError when a file is there that nobody said may be written over."""
    try:
        taken = file.exists()
    except OSError as error:
        raise FileError(f"{file} cannot be written ({error.strerror}).") from error
    if taken and not force:
        raise FileError(f"{file} is there already: add --force to write over it.")


def _keep_apart(sheet: Path | None, files: Sequence[Path], output: Path | None = None) -> None:
    """Raise FileError when the sheet, on which nothing is covered, would take the place of a photo that was given, or
    be taken for one that was masked.
    """
    if sheet is None:
        return
    for file in files:
        if _are_one(sheet, file):
            raise FileError(f"{sheet} would be written over {file}: name the sheet otherwise.")
    if output is not None and any(_are_one(place, output) for place in (sheet, Path(os.path.realpath(sheet)).parent)):
        raise FileError(f"{sheet} would lie where masked files do, with nothing on it covered: name it elsewhere.")


def _are_one(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.realpath(one) == os.path.realpath(other)


def _other_kind(file: Path, out: Path, ending: str) -> FileError:
    return FileError(f"{file} can be masked as {ending}: name the output {out.stem}.{ending}.")


def _read(file: Path) -> bytes:
    try:
        if not file.is_file() and file.exists():
            raise FileError(f"{file}: it is not a file.")
        if file.stat().st_size > MAX_BYTES:
            raise FileError(f"{file}: it is larger than {MAX_BYTES // 2**20} MB.")
        return file.read_bytes()
    except OSError as error:
        raise FileError(f"{file}: it cannot be read ({error.strerror}).") from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        whole.write(file, content)
    except OSError as error:
        raise FileError(f"{file} cannot be written ({error.strerror}).") from error


def _sentence(file: Path, error: Exception) -> str:
    if isinstance(error, FileError):
        return str(error)
    if show.language() == "fr" and isinstance(error, PhotoError):
        kind = "Vidéo non vérifiée" if isinstance(error, VideoNotCheckedError) else "Photo non vérifiée"
        return f"{file}: {kind}. {error}"
    if isinstance(error, OSError):
        return f"{file}: it cannot be worked with ({error.strerror or error})."
    return f"{file}: {error}"


def _say(sentence: str) -> int:
    print(f"primum: {sentence}", file=sys.stderr)
    return 2


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
