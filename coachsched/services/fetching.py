"""Fetching from an address somebody gave us, without being led inside the school's own network.

Every address a name stands for must be public, the connection goes to exactly the one that was looked at,
and each redirection is looked at anew. Time and size are limited. Whatever goes wrong on the way is one and
the same answer, so that nobody learns from it which doors are open.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Thread, Timer
from time import monotonic

from coachsched.core.errors import UserError
from coachsched.core.web_address import WebAddress, is_public, read_address

MOST_REDIRECTS = 3
MOST_ADDRESSES = 4
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK = 65_536

Resolve = Callable[[str, int], Sequence[str]]


class UnreachableError(UserError):
    """The address could not be read; why is told to nobody."""

    def __init__(self) -> None:
        super().__init__("The address could not be read.")


@dataclass(frozen=True)
class Fetched:
    """What came: the body, None where it is what it was, and what tells whether it changes."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system looks them up; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Fetcher:
    """How far fetching goes. Tests give another resolver, other ports and other addresses allowed."""

    resolve: Resolve = resolve
    allows: Callable[[str], bool] = is_public
    ports: Container[int] = frozenset({80, 443})
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 10.0
    most_bytes: int = 2_000_000

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """What is at an http or https address now; raises UnreachableError for whatever reason."""
        conditions = _conditions(etag, last_modified)
        try:
            fetched = self._follow(read_address(url), conditions)
            if fetched.body is None and not conditions:
                raise ValueError("nothing is as it was, for nothing is known")
            return fetched
        except (OSError, HTTPException, ValueError, zlib.error):
            raise UnreachableError from None

    def ask(self, url: str, headers: Mapping[str, str], form: str | None = None) -> tuple[int, bytes]:
        """Status and body of one answer, to a form where there is one; raises UnreachableError.

        It is not led on elsewhere, for what is asked may hold a secret.
        """
        watch = _Watch(self.seconds)
        try:
            where = read_address(url)
            with self._connect(where, watch) as connected:
                response = _ask(connected, where, headers, form)
                body = _body(response, self.most_bytes)
                watch.left()
                return response.status, body
        except (OSError, HTTPException, ValueError, zlib.error):
            raise UnreachableError from None
        finally:
            watch.end()

    def _follow(self, where: WebAddress, headers: Mapping[str, str]) -> Fetched:
        watch = _Watch(self.seconds)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with self._connect(where, watch) as connected:
                    response = _ask(connected, where, headers)
                    if response.status not in REDIRECTS:
                        return self._read(response, watch)
                    onwards = where.join(response.getheader("Location", ""))
                if (where.scheme, onwards.scheme) == ("https", "http"):
                    raise ValueError("a secret address does not go on in the open")
                where = onwards
            raise ValueError("too many redirections")
        finally:
            watch.end()

    def _connect(self, where: WebAddress, watch: _Watch) -> socket.socket:
        """A connection to an address that was looked at, and to no other."""
        if where.port not in self.ports:
            raise ValueError("another port")
        addresses = _in_time(lambda: self.resolve(where.host, where.port), watch)
        if not addresses or not all(self.allows(address) for address in addresses):
            raise ValueError("not public")
        connected = _first(addresses[:MOST_ADDRESSES], where.port, watch)
        if where.scheme == "http":
            return watch.over(connected)
        secured = self.tls().wrap_socket(connected, server_hostname=where.host, do_handshake_on_connect=False)
        try:
            watch.over(secured)
            secured.do_handshake()
        except OSError:
            secured.close()
            raise
        return secured

    def _read(self, response: HTTPResponse, watch: _Watch) -> Fetched:
        if response.status == 304:
            return Fetched(None)
        if response.status != 200:
            raise ValueError("no answer")
        body = _body(response, self.most_bytes)
        # A connection that was cut at the deadline may look like one that came to its end.
        watch.left()
        return Fetched(
            body, response.getheader("ETag", "")[:500], response.getheader("Last-Modified", "")[:100]
        )


class _Watch:
    """Cuts whatever connection is open when the time is up, however slowly it still drips."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds
        self._open: socket.socket | None = None
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def left(self) -> float:
        """The seconds that are left; raises TimeoutError where none are."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def over(self, connected: socket.socket) -> socket.socket:
        self._open = connected
        connected.settimeout(self.left())
        return connected

    def end(self) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        if self._open is not None:
            with suppress(OSError):
                # Not the method of a secured socket, which another thread is reading from.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _in_time(look_up: Callable[[], Sequence[str]], watch: _Watch) -> Sequence[str]:
    """What a look-up finds, unless it takes longer than there is time."""
    found: list[Sequence[str]] = []

    def run() -> None:
        with suppress(OSError, UnicodeError):
            found.append(look_up())

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(watch.left())
    return found[0] if found else ()


def _first(addresses: Sequence[str], port: int, watch: _Watch) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    for place, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), watch.left() / (len(addresses) - place))
        except OSError:
            continue
    raise OSError("nobody there")


def _ask(
    connected: socket.socket, where: WebAddress, headers: Mapping[str, str], form: str | None = None
) -> HTTPResponse:
    connection = HTTPConnection(where.host, where.port)
    connection.sock = connected
    usual = {"Host": where.netloc, "User-Agent": "coachsched", "Accept": "text/calendar, */*;q=0.1"}
    plain = {"Accept-Encoding": "identity", "Connection": "close"}
    typed = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
    method = "GET" if form is None else "POST"
    connection.request(method, where.target, form, {**usual, **plain, **typed, **headers})
    return connection.getresponse()


def _body(response: HTTPResponse, most: int) -> bytes:
    """All of the body, unpacked; raises ValueError where it is too large packed or unpacked."""
    packing = response.getheader("Content-Encoding", "identity").strip().casefold()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise ValueError("packed in another way")
    packed = bytearray()
    while chunk := response.read1(CHUNK):
        packed += chunk
        if len(packed) > most:
            raise ValueError("too large")
    if response.length:
        raise ValueError("cut short")
    return _unpacked(bytes(packed), most) if "gzip" in packing else bytes(packed)


def _unpacked(packed: bytes, most: int) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    body = reader.decompress(packed, most + 1)
    if len(body) > most or not reader.eof:
        raise ValueError("too large or cut short")
    return body
