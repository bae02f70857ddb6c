"""One question over the network with one hard end, and a way to stop it.

The network is asked on a thread of its own. Whoever waits for the answer leaves when
the time is over or when the owner stops, and cuts the connection: a read that hangs
in a server's dripping headers then ends too, and its thread with it. Only the name of
the server may still be looked up in that thread; nothing waits for it.

ExternalError: vies_slow, vies_stopped, vies_unreachable, vies_proxy, vies_certificate,
vies_refuses, vies_busy, vies_unreadable; all but vies_refuses and a proxy that wants a
password may pass.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
    getproxies,
    proxy_bypass,
)

from msspdesk.domain.errors import ExternalError

_BUNDLES: Final = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Arch, Alpine
    Path("/etc/pki/tls/certs/ca-bundle.crt"),  # Fedora, Red Hat
    Path("/etc/ssl/ca-bundle.pem"),  # openSUSE
)
_LARGEST: Final = 100_000
_LOOK: Final = 0.05
"""Seconds between two looks at the clock and at the owner's Stop."""
_PASSING: Final = frozenset({408, 425, 429})
_PROXY_WANTS_PASSWORD: Final = 407

Told = Mapping[str, Any]


class Line:
    """The connections of one check, and when it ends."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool] = lambda: False) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds
        self._cancelled = cancelled
        self._held: list[socket.socket] = []
        self._cut = False
        self._lock = threading.Lock()

    def post(self, address: str, question: Mapping[str, str]) -> Told:
        """One question, as JSON both ways; several of one check share its time."""
        answer = _Answer()
        thread = threading.Thread(
            target=lambda: answer.take(partial(_post, self, address, question)),
            name="vies",
            daemon=True,  # the end of the program waits for no network
        )
        thread.start()
        try:
            self._wait_for(answer.here)
        except ExternalError:
            self._let_go(cut=True)
            raise
        self._let_go()
        return answer.told()

    def _wait_for(self, here: threading.Event) -> None:
        while not here.wait(_LOOK):
            if self._cancelled():
                raise ExternalError("vies_stopped", temporary=True)
            if time.monotonic() > self._until:
                raise self.slow()

    def slow(self) -> ExternalError:
        """The time is over."""
        return ExternalError("vies_slow", temporary=True, seconds=f"{self.seconds:g}")

    def connect(self, *args: Any, **named: Any) -> socket.socket:
        """A connection that `post` can cut from outside, whatever becomes of the first socket."""
        made = socket.create_connection(*args, **named)
        with self._lock:
            if not self._cut:
                self._held.append(made.dup())
                return made
        made.close()
        raise TimeoutError

    def _let_go(self, *, cut: bool = False) -> None:
        with self._lock:
            self._cut = cut
            held, self._held = self._held, []
        for each in held:
            with contextlib.suppress(OSError):  # the other side was quicker
                each.shutdown(socket.SHUT_RDWR)
            each.close()


class _Answer:
    """What the thread brings back: an answer, or why there is none."""

    def __init__(self) -> None:
        self.here = threading.Event()
        self._told: Told = {}
        self._error: Exception | None = None

    def take(self, job: Callable[[], Told]) -> None:
        try:
            self._told = job()
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        self.here.set()

    def told(self) -> Told:
        if self._error is not None:
            raise self._error
        return self._told


def _post(line: Line, address: str, question: Mapping[str, str]) -> Told:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = Request(address, json.dumps(question).encode(), headers)  # noqa: S310 - fixed
    try:
        opener = build_opener(_Http(line), _Https(line), _NoOtherPlace)
        with opener.open(request, timeout=line.seconds) as response:
            return _read(response)
    except HTTPError as error:
        with error:
            return _refused(error)
    except URLError as error:
        raise _reason(error.reason, line, address) from error
    except (OSError, HTTPException) as error:
        raise _reason(error, line, address) from error


def _reason(reason: object, line: Line, address: str) -> ExternalError:
    """Why there was no connection, or why it broke."""
    if isinstance(reason, TimeoutError):  # the socket was quicker than the clock of the check
        return line.slow()
    if isinstance(reason, ssl.SSLCertVerificationError):
        return ExternalError("vies_certificate", temporary=True, why=reason.verify_message)
    proxy = _proxy(address)
    if proxy:
        final = str(_PROXY_WANTS_PASSWORD) in str(reason)
        return ExternalError("vies_proxy", temporary=not final, proxy=proxy, why=str(reason))
    return ExternalError("vies_unreachable", temporary=True)


def _proxy(address: str) -> str:
    """Host and port of the proxy that this computer goes through; no name, no password."""
    parts = urlsplit(address)
    proxy = urlsplit(getproxies().get(parts.scheme, ""))
    if not proxy.hostname or proxy_bypass(parts.hostname or ""):
        return ""
    return proxy.hostname + (f":{proxy.port}" if proxy.port else "")


def _refused(error: HTTPError) -> Told:
    """VIES explains some refusals in the same JSON; others only by their number."""
    if error.code // 100 == 3:  # VIES sends nobody elsewhere; the login page of a network does
        raise ExternalError("vies_unreadable", temporary=True)
    if error.code == _PROXY_WANTS_PASSWORD:
        raise ExternalError("vies_proxy", proxy=_proxy(error.url), why=f"407 {error.reason}")
    try:
        told = _read(error)
    except (ExternalError, OSError, HTTPException):
        told = {}
    if told.get("errorWrappers") or told.get("userError"):
        return told
    said = f"HTTP {error.code}"
    if error.code >= 500 or error.code in _PASSING:
        raise ExternalError("vies_busy", temporary=True, answer=said, prefix="")
    raise ExternalError("vies_refuses", answer=said)


def _read(response: Any) -> Told:
    body = b""
    while len(body) <= _LARGEST and (part := response.read1(8192)):
        body += part
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        told = None
    if not isinstance(told, dict):
        raise ExternalError("vies_unreadable", temporary=True)
    return told


class _NoOtherPlace(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """A VAT id is sent to VIES and to nobody it points at."""
        return


class _Http(HTTPHandler):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: Request) -> Any:
        return self.do_open(partial(_made, HTTPConnection, self._line), req)


class _Https(HTTPSHandler):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def https_open(self, req: Request) -> Any:
        secure = partial(_made, HTTPSConnection, self._line)
        return self.do_open(secure, req, context=_trust())


def _made(kind: type[HTTPConnection], line: Line, host: str, **named: Any) -> HTTPConnection:
    """A connection whose socket is held from its first moment, before proxy and TLS."""
    made = kind(host, **named)
    setattr(made, "_create_connection", line.connect)  # noqa: B010 - where http.client asks for it
    return made


@cache
def _trust() -> ssl.SSLContext:
    """The certificates of this computer; a program built elsewhere looks for them there."""
    context = ssl.create_default_context()
    for bundle in _BUNDLES:
        if bundle.is_file():
            context.load_verify_locations(bundle)
            break
    return context
