"""Whatever a server does to the question, the check ends in time and leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from msspdesk.domain.errors import ExternalError
from msspdesk.services import vies
from msspdesk.texts.errors import sentence
from tests.services.test_vies import CZECH, VALID

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWER = json.dumps(VALID).encode()
Talk = Callable[[socket.socket], None]


class Other:
    """The other side of a connection, as bad as a test wants it."""

    def __init__(self) -> None:
        self.talk: Talk = lambda _end: None
        self.calls: list[bytes] = []
        self.ended = threading.Event()  # the program hung up, or the talk was over
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.context: ssl.SSLContext | None = None
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.closing.is_set():
            try:
                end, _address = self.listener.accept()
            except OSError:
                return
            with end, contextlib.suppress(OSError):
                if self.context is not None:
                    end = self.context.wrap_socket(end, server_side=True)
                self.calls.append(end.recv(65536))
                self.talk(end)
            self.ended.set()

    def drip(self, *first: bytes, then: bytes = b" ", every: float = 0.02) -> Talk:
        def talk(end: socket.socket) -> None:
            for part in first:
                end.sendall(part)
            while not self.closing.wait(every):
                end.sendall(then)

        return talk

    def close(self) -> None:
        self.closing.set()
        self.listener.close()


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Other]:
    made = Other()
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(vies, "ADDRESS", f"http://127.0.0.1:{made.port}/")
    yield made
    made.close()


def says(*parts: bytes) -> Talk:
    return lambda end: end.sendall(b"".join(parts))


def failure() -> ExternalError:
    with pytest.raises(ExternalError) as raised:
        vies.ask(CZECH)
    return raised.value


def threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "vies"]


def none_left() -> None:
    until = time.monotonic() + 2
    while threads() and time.monotonic() < until:
        time.sleep(0.01)
    assert threads() == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((), b""),  # silence
        ((b"HTTP/1.1 200 OK\r\n",), b"X-A: b\r\n"),  # headers without end
        ((b"HTTP/1.1 200 OK\r\nX-A: ",), b"a"),  # one header without end
        ((HEAD, b"\r\n"), b" "),  # a body without end
        ((HEAD, b"Content-Length: 10000000\r\n\r\n"), b" "),
        ((HEAD, b"Transfer-Encoding: chunked\r\n\r\n"), b"1\r\n \r\n"),
    ],
)
def test_who_drips_is_cut_off(
    other: Other, monkeypatch: pytest.MonkeyPatch, first: tuple[bytes, ...], then: bytes
) -> None:
    monkeypatch.setattr(vies, "SECONDS", 0.3)
    other.talk = other.drip(*first, then=then)
    begun = time.monotonic()
    error = failure()
    assert (error.code, error.temporary) == ("vies_slow", True)
    assert "0.3 seconds" in sentence(error)
    assert 0.3 <= time.monotonic() - begun < 1.0
    none_left()


def test_the_owner_stops_it(other: Other) -> None:
    stopped = threading.Event()
    other.talk = other.drip(b"HTTP/1.1 200 OK\r\n", then=b"X-A: b\r\n")
    threading.Timer(0.1, stopped.set).start()
    begun = time.monotonic()
    with pytest.raises(ExternalError, match="vies_stopped"):
        vies.ask(CZECH, cancelled=stopped.is_set)
    assert time.monotonic() - begun < 1.0
    none_left()
    assert other.ended.wait(2)  # the server sees that nobody listens any more


def test_a_name_that_is_looked_up_for_ever_holds_nobody(
    monkeypatch: pytest.MonkeyPatch, other: Other
) -> None:
    release = threading.Event()

    def slow(*_args: object, **_named: object) -> socket.socket:
        release.wait(10)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(vies, "SECONDS", 0.2)
    monkeypatch.setattr(socket, "create_connection", slow)
    assert failure().code == "vies_slow"
    release.set()
    none_left()


def test_a_connection_made_too_late_is_closed_at_once(
    monkeypatch: pytest.MonkeyPatch, other: Other
) -> None:
    release, connect = threading.Event(), socket.create_connection

    def late(*args: Any, **named: Any) -> socket.socket:
        release.wait(10)
        return connect(*args, **named)

    monkeypatch.setattr(vies, "SECONDS", 0.2)
    monkeypatch.setattr(socket, "create_connection", late)
    assert failure().code == "vies_slow"
    release.set()
    none_left()
    assert other.ended.wait(2)
    assert other.calls == [b""]  # no question went out


def test_no_name_no_network(monkeypatch: pytest.MonkeyPatch, other: Other) -> None:
    monkeypatch.setattr(vies, "ADDRESS", "http://vies.invalid/")
    error = failure()
    assert (error.code, error.temporary) == ("vies_unreachable", True)


@pytest.mark.parametrize(
    "talk",
    [
        says(),  # closed before a word
        says(HEAD),
        says(HEAD, b"Content-Length: 500\r\n\r\n", ANSWER[:20]),
        says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    ],
)
def test_a_connection_that_breaks_is_no_answer(other: Other, talk: Talk) -> None:
    other.talk = talk
    error = failure()
    assert error.code in {"vies_unreachable", "vies_unreadable"}
    assert error.temporary
    none_left()


def test_ten_megabytes_are_not_read_to_their_end(other: Other) -> None:
    sent = 0

    def flood(end: socket.socket) -> None:
        nonlocal sent
        end.sendall(HEAD + b"Content-Length: 10000000\r\n\r\n")
        for _ in range(1000):
            sent += end.send(b"x" * 10_000)

    other.talk = flood
    assert failure().code == "vies_unreadable"
    assert other.ended.wait(5)
    assert sent < 10_000_000


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 Elsewhere", b"308 There"])
def test_the_id_is_sent_nowhere_else(other: Other, status: bytes) -> None:
    where = f"Location: http://127.0.0.1:{other.port}/again\r\nContent-Length: 0\r\n\r\n"
    other.talk = says(b"HTTP/1.1 " + status + b"\r\n" + where.encode())
    assert failure().code == "vies_unreadable"
    assert len(other.calls) == 1


@pytest.mark.parametrize(
    ("status", "code", "passes"),
    [
        ("500 Internal Server Error", "vies_busy", True),
        ("503 Service Unavailable", "vies_busy", True),
        ("429 Too Many Requests", "vies_busy", True),
        ("403 Forbidden", "vies_refuses", False),
        ("404 Not Found", "vies_refuses", False),
    ],
)
def test_a_number_tells_whether_it_passes(
    other: Other, status: str, code: str, passes: bool
) -> None:
    other.talk = says(f"HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nno".encode())
    error = failure()
    assert (error.code, error.temporary) == (code, passes)
    assert f"HTTP {status[:3]}" in sentence(error)


def test_an_answer_is_one_whatever_its_type_is_called(other: Other) -> None:
    kind = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    other.talk = says(kind, b"Content-Length: %d\r\n\r\n" % len(ANSWER), ANSWER)
    assert vies.ask(CZECH).valid
    none_left()


def test_a_proxy_that_is_not_there_is_named(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", f"http://owner:secret@127.0.0.1:{other.port}")
    monkeypatch.setattr(vies, "ADDRESS", "http://vies.invalid/")
    other.close()
    error = failure()
    assert (error.code, error.temporary) == ("vies_proxy", True)
    assert f"127.0.0.1:{other.port}" in sentence(error)
    assert "secret" not in sentence(error)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password_does_not_pass(
    other: Other, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{other.port}")
    monkeypatch.setattr(vies, "ADDRESS", f"{scheme}://vies.invalid/")
    wants = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    other.talk = says(wants)
    error = failure()
    assert (error.code, error.temporary) == ("vies_proxy", False)
    assert "407" in sentence(error)


@pytest.fixture
def secure(other: Other, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Other:
    """The same with a certificate of its own making."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    made = tmp_path / "own.pem"
    order = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    order += ["-subj", "/CN=127.0.0.1", "-keyout", str(made), "-out", str(tmp_path / "c.pem")]
    subprocess.run(order, check=True, capture_output=True)
    made.write_text(made.read_text() + (tmp_path / "c.pem").read_text())
    other.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    other.context.load_cert_chain(made)
    monkeypatch.setattr(vies, "ADDRESS", f"https://127.0.0.1:{other.port}/")
    return other


def test_who_cannot_prove_to_be_vies_hears_no_question(secure: Other) -> None:
    secure.talk = says(HEAD, b"\r\n", ANSWER)
    error = failure()
    assert (error.code, error.temporary) == ("vies_certificate", True)
    assert "self-signed certificate" in sentence(error)
    assert secure.calls == []


def test_a_handshake_that_drips_is_cut_off(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vies, "SECONDS", 0.3)
    monkeypatch.setattr(vies, "ADDRESS", f"https://127.0.0.1:{other.port}/")
    other.talk = other.drip(b"\x16\x03\x03\x04\x00\x02\x00\x03\xf0", then=b"\x03")  # a hello
    begun = time.monotonic()
    assert failure().code == "vies_slow"
    assert time.monotonic() - begun < 1.0
    none_left()
