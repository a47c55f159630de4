"""What is checked leaves no trace: no socket, no file, no program started, no word of a draft in a log or an error."""

import base64
import io
import sys

from PIL import Image
from skimage import data

from tests.companion import Companion

WATCHED = """
import os, sys
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
def watch(event, args):
    if event.startswith(('socket.', 'subprocess.', 'tempfile.', 'shutil.', 'os.mkdir', 'os.rename', 'os.exec')) or (
        event == 'open' and isinstance(args[0], (str, bytes)) and args[2] & WRITES
    ):
        os.write(2, f'TRACE {event} {args!r}\\n'.encode())
sys.addaudithook(watch)
"""
HOST = "from primum.cli import main; main(['host'])"
SECRET = "Zéphyrine Quatrevaux"


def test_checking_leaves_no_trace() -> None:
    with Companion((sys.executable, "-B", "-c", WATCHED + HOST)) as companion:
        companion.hello()
        text = f"La patiente {SECRET}, née le 12 mars 1931, est une vraie baleine."
        assert companion.ask("check_text", draft="d", revision=1, text=text)["type"] == "text_verdict"
        stream = io.BytesIO()
        Image.fromarray(data.astronaut()).save(stream, "JPEG", comment=SECRET.encode())
        companion.put_photo("p", stream.getvalue())
        verdict = companion.ask("check_photo", photo="p", name=f"{SECRET}.jpg")
        companion.mask_photo("p", [finding["box"] for finding in verdict["findings"] if finding["box"]])
        companion.put_photo("q", SECRET.encode() * 10)
        refused = companion.ask("check_photo", photo="q", name=f"{SECRET}.png")
        assert refused["type"] == "error"
        assert SECRET not in refused["message"]
        assert companion.end() == 0
    errors = companion.errors.decode()
    assert "TRACE" not in errors
    assert SECRET not in errors
    assert base64.b64encode(SECRET.encode()).decode() not in errors


def test_the_watch_sees_a_socket_and_a_file() -> None:
    """The check above can fail: what it watches for is seen when it happens."""
    noisy = "import socket, pathlib, os; socket.socket().close(); pathlib.Path(os.devnull).write_text('x')"
    with Companion((sys.executable, "-B", "-c", WATCHED + noisy)) as companion:
        companion.end()
    assert companion.errors.count(b"TRACE socket") >= 1
    assert companion.errors.count(b"TRACE open") == 1
