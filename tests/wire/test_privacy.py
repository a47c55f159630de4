"""What is checked leaves no trace: no socket, no file, no program started, no word of a draft in a log or an error."""

import base64
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
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


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('trace', 'w')",
        "import os; os.open('trace', os.O_CREAT | os.O_WRONLY)",
        "import pathlib; pathlib.Path('trace').touch()",
        "import tempfile; tempfile.mkstemp(dir='.')",
        "import os; os.mkdir('trace')",
    ],
)
def test_a_sealed_companion_is_refused_what_it_never_does(act: str, tmp_path: Path) -> None:
    script = (
        f"from primum.wire.sealed import seal; seal()\ntry: exec({act!r})\nexcept PermissionError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert done.stdout == "refused\n", done
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="Linux is asked to refuse native code as well")
@pytest.mark.parametrize(
    "act",
    [
        "libc.socket(2, 1, 0)",
        "libc.open(b'trace', os.O_CREAT | os.O_WRONLY, 0o600)",
        "libc.creat(b'trace', 0o600)",
        "libc.mkdir(b'trace', 0o700)",
        "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    ],
)
def test_native_code_is_refused_it_by_the_kernel(act: str, tmp_path: Path) -> None:
    script = f"""
import ctypes, errno, os, threading
from primum.wire.kernel import refuse_ways_out
assert refuse_ways_out()
libc = ctypes.CDLL(None, use_errno=True)
def act():
    assert {act} == -1
    print(errno.errorcode[ctypes.get_errno()])
other = threading.Thread(target=act)
other.start()
other.join()
assert open("/proc/self/status").read()
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert done.stdout == "EPERM\n", done
    assert not list(tmp_path.iterdir())


def test_the_companion_is_sealed_and_leaves_its_home_as_it_was(tmp_path: Path) -> None:
    """Seen from outside, native libraries included: no socket, no file in the home, no image of the memory."""
    environment = {"HOME": str(tmp_path), "PATH": "/nowhere"}
    command = ("/usr/bin/env", "-i", *(f"{name}={value}" for name, value in environment.items()), sys.executable)
    with Companion((*command, "-m", "primum", "host")) as companion:
        assert companion.ask("check_text", draft="d", revision=1, text="Bonjour à tous.")["type"] == "text_verdict"
        process = Path(f"/proc/{companion.process.pid}")
        if process.exists():
            assert "Seccomp:\t2" in (process / "status").read_text()
            core = next(line for line in (process / "limits").read_text().splitlines() if "core file" in line)
            assert core.split()[4:6] == ["0", "0"]
            assert not [link for link in (process / "fd").iterdir() if link.readlink().name.startswith("socket:")]
    assert not list(tmp_path.iterdir())


def alone() -> list[str] | None:
    """Return the command that starts another one without any network interface, where this machine allows it."""
    if shutil.which("unshare"):
        for command in (["unshare", "-n"], ["unshare", "-rn"]):
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
    return None


@pytest.mark.skipif(alone() is None, reason="this machine gives no network namespaces")
def test_everything_works_without_a_network() -> None:
    with Companion((*(alone() or ()), sys.executable, "-m", "primum", "host")) as companion:
        devices = Path(f"/proc/{companion.process.pid}/net/dev")
        assert all(model["usable"] for model in companion.hello()["models"])
        text = "Tél. de la patiente : 06 12 34 56 78."
        assert companion.ask("check_text", draft="d", revision=1, text=text)["findings"]
        stream = io.BytesIO()
        Image.fromarray(data.astronaut()).save(stream, "JPEG")
        companion.put_photo("p", stream.getvalue())
        assert [found["rule"] for found in companion.ask("check_photo", photo="p")["findings"]].count("head") == 1
        names = {line.split(":")[0].strip() for line in devices.read_text().splitlines()[2:]}
        # a new namespace has a loopback that is down, and nothing else
        assert names <= {"lo"}, names
