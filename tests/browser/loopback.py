"""The replica sites over TLS on the loopback, and a proxy that leads a browser to them and nowhere else.

Firefox has nobody who answers in a site's place, as Playwright does for Chromium: so the sites really are served,
under their own names, by a proxy that connects every one of these names to this machine.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.harness import POLICIES, PROBE, REPLICAS, SITES, TYPES


class _Sites(BaseHTTPRequestHandler):
    """Answers as the sites do: their page under every path, their files, and thanks for an upload."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        page = SITES[(self.headers["Host"] or "").split(":")[0]]
        file = PROBE if address.path == "/probe.js" else REPLICAS / address.path.lstrip("/")
        if file.suffix not in TYPES or not file.is_file():
            if "." in address.path:
                return self._answer(404, "text/plain", b"")
            file = REPLICAS / page
        body = file.read_bytes()
        if file.suffix == ".html" and "probe" in address.query:
            body = body.replace(b"<head>", b'<head><script src="/probe.js"></script>', 1)
        return self._answer(200, TYPES[file.suffix], body, POLICIES[page])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self._answer(200, "application/json", b'{"ok":true}')

    def _answer(self, status: int, kind: str, body: bytes, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser leaves connections as it likes: no fault."""


@contextmanager
def proxy(folder: Path) -> Iterator[int]:
    """Serve the sites and yield the port of a proxy to them; `folder` takes the certificate, made anew each time."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(folder))
    sites = _Server(("127.0.0.1", 0), _Sites)
    sites.socket = context.wrap_socket(sites.socket, server_side=True, do_handshake_on_connect=False)
    listener = socket.create_server(("127.0.0.1", 0))
    for work in (sites.serve_forever, lambda: _accept(listener, sites.server_address[1])):
        threading.Thread(target=work, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        sites.shutdown()
        sites.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the sites' names, signed by itself: the browser under test is told to accept it."""
    openssl = shutil.which("openssl")
    assert openssl, "openssl is missing (on Debian: apt install openssl)"
    certificate, key = folder / "sites.pem", folder / "sites.key"
    names = ",".join(f"DNS:{name}" for name in SITES)
    request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-out", str(certificate), "-keyout", str(key)]
    subprocess.run(
        [openssl, *request, *files, "-subj", "/CN=replicas", "-addext", f"subjectAltName={names}"],
        check=True,
        capture_output=True,
    )
    return certificate, key


def _accept(listener: socket.socket, port: int) -> None:
    with suppress(OSError):  # it was closed
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_connect, args=(client, port), daemon=True).start()


def _connect(client: socket.socket, port: int) -> None:
    """Answer one CONNECT: to a covered site's name with the way to the replicas, to any other with a refusal."""
    with client, suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(4096)
            if not part:
                return
            head += part
        method, _, rest = head.decode("latin-1").partition(" ")
        name, _, _ = rest.split(" ")[0].partition(":")
        if method != "CONNECT" or name not in SITES:
            client.sendall(b"HTTP/1.1 502 nobody there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", port)) as site:
            client.sendall(b"HTTP/1.1 200 connected\r\n\r\n")
            back = threading.Thread(target=_pass_on, args=(site, client), daemon=True)
            back.start()
            _pass_on(client, site)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
