"""Fetching is not led inside, waits for nobody, and says one thing about whatever goes wrong."""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from coachsched.services.fetching import Fetcher, UnreachableError

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LOOPBACK = "127.0.0.1"
OUTSIDE = "8.8.8.8"


class Server:
    """Answers each connection with bytes of our own, and counts the connections."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []
        self.connections = 0
        self.reads = True
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer.connections += 1
                answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                outer.asked.append(self.request.recv(65_536) if outer.reads else b"")
                answer(self.request) if callable(answer) else self.request.sendall(answer)

        self.server = socketserver.ThreadingTCPServer((LOOPBACK, 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]

    def url(self, path: str = "/a.ics", host: str = "calendar.test") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(*answers: Any) -> Iterator[Server]:
    server = Server(*answers)
    threading.Thread(target=server.server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield server
    finally:
        server.server.shutdown()
        server.server.server_close()


def answer(
    body: bytes = CALENDAR, status: str = "200 OK", length: int | None = None, **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str) -> bytes:
    return answer(b"", "302 Found", Location=to)


def near(server: Server, **changes: Any) -> Fetcher:
    """One that may go to this machine, where every name leads."""
    usual = Fetcher(
        resolve=lambda _host, _port: [LOOPBACK], allows=lambda _ip: True, ports=frozenset({server.port})
    )
    return replace(usual, **changes)


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(UnreachableError) as told:
        fetcher.fetch(url)
    assert told.value.__cause__ is None
    return str(told.value)


def test_what_is_there_is_fetched_with_what_tells_whether_it_changes():
    with serving(answer(ETag='"1"', Last_Modified="Mon")) as server:
        found = near(server).fetch(server.url("/a.ics?key=1"))
    assert (found.body, found.etag, found.last_modified) == (CALENDAR, '"1"', "Mon")
    assert server.asked[0].startswith(b"GET /a.ics?key=1 HTTP/1.1\r\n")
    assert f"Host: calendar.test:{server.port}".encode() in server.asked[0]


def certified(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of that name shows, and what believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = datetime.now(UTC) - timedelta(days=1)
    built = x509.CertificateBuilder(who, who, key.public_key(), 1, begin, begin + timedelta(days=9))
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    pem = built.add_extension(names, critical=False).sign(key, SHA256()).public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(secret + pem)
        file.flush()
        shows.load_cert_chain(file.name)
    return shows, ssl.create_default_context(cadata=pem.decode())


def test_a_secured_server_must_be_who_the_address_names():
    shows, believes = certified("calendar.test")

    def secured(connection: socket.socket) -> None:
        with suppress(OSError), shows.wrap_socket(connection, server_side=True) as inside:
            inside.recv(65_536)
            inside.sendall(answer())

    with serving(secured) as server:
        server.reads = False
        url = server.url().replace("http:", "https:")
        assert near(server, tls=lambda: believes).fetch(url).body == CALENDAR
        refused(near(server, tls=lambda: believes), url.replace("calendar.test", "other.test"))
        refused(near(server), url)


def test_what_has_not_changed_is_not_sent_again():
    with serving(b"HTTP/1.1 304 Not Modified\r\n\r\n") as server:
        assert near(server).fetch(server.url(), etag='"1"').body is None
        assert b'If-None-Match: "1"' in server.asked[0]
        assert refused(near(server), server.url())


INSIDE = [
    "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[fec0::1]", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "localhost",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_of_this_machine_is_connected_to(host):
    with serving(answer()) as server:
        fetcher = Fetcher(ports=frozenset({server.port}))
        refused(fetcher, server.url(host=host))
        assert server.connections == 0


@pytest.mark.parametrize("also", [OUTSIDE, "10.0.0.1"])
def test_a_name_that_leads_inside_too_is_not_connected_to(also):
    with serving(answer()) as server:
        refused(near(server, allows=Fetcher().allows, resolve=lambda *_: [also, LOOPBACK]), server.url())
        assert server.connections == 0


def test_a_name_that_changes_its_answer_is_asked_once_and_connected_to_as_it_was_looked_at():
    """Rebinding: the second answer is never used, for the name is not looked up again."""
    with serving(answer()) as inside:
        answers = iter([["127.0.0.2"], [LOOPBACK]])
        asked = []

        def changing(host: str, _port: int) -> list[str]:
            asked.append(host)
            return next(answers)

        refused(near(inside, resolve=changing, allows=lambda ip: ip != LOOPBACK), inside.url())
        assert (asked, inside.connections) == (["calendar.test"], 0)


@pytest.mark.parametrize("host", [*INSIDE, "inside.test"])
def test_a_redirection_inside_is_not_followed(host):
    with serving(answer()) as inside, serving(redirect(inside.url(host=host))) as outside:
        trusted = iter([True])
        fetcher = near(
            outside,
            # The first address is trusted wherever it leads; from then on none but public ones are.
            allows=lambda ip: next(trusted, False) or Fetcher().allows(ip),
            ports=frozenset({outside.port, inside.port}),
        )
        refused(fetcher, outside.url())
        assert (outside.connections, inside.connections) == (1, 0)


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://calendar.test/", "http://me:x@calendar.test/", "http://calendar.test:22/"],
)
def test_a_redirection_to_another_kind_of_address_is_not_followed(to):
    with serving(redirect(to)) as server:
        refused(near(server), server.url())
        assert server.connections == 1


@pytest.mark.parametrize(("hops", "arrives"), [(3, True), (4, False)])
def test_three_redirections_are_followed(hops, arrives):
    with serving(*[redirect("/next")] * hops, answer()) as server:
        if arrives:
            assert near(server).fetch(server.url()).body == CALENDAR
        else:
            refused(near(server), server.url())
        assert server.connections == 4


def test_other_ports_are_closed_to_us():
    with serving(answer()) as server:
        refused(replace(near(server), ports=Fetcher().ports), server.url())
        assert server.connections == 0


def drip(header: bool):
    def send(connection: socket.socket) -> None:
        head = b"HTTP/1.1 200 OK\r\n" + (b"" if header else b"Content-Length: 1000000\r\n\r\n")
        connection.sendall(head)
        over = threading.Event()
        try:
            while not over.wait(0.02):
                connection.sendall(b"x")
        except OSError:
            return

    return send


@pytest.mark.parametrize("header", [True, False])
def test_a_server_that_drips_is_left_at_the_deadline(header):
    """A byte now and then keeps every single wait short, and all of them together endless."""
    with serving(drip(header)) as server:
        refused(near(server, seconds=0.4), server.url())


def test_a_server_that_says_nothing_is_left_at_the_deadline():
    with serving(lambda connection: connection.recv(1)) as server:
        refused(near(server, seconds=0.3), server.url())


def test_a_name_that_is_looked_up_for_ever_is_left_at_the_deadline():
    over = threading.Event()
    with serving(answer()) as server:
        refused(
            near(server, seconds=0.3, resolve=lambda *_: [LOOPBACK] if over.wait(9) else []), server.url()
        )
        over.set()


BOMB = gzip.compress(bytes(50_000_000), 9)


WRONG = {
    "too long": answer(bytes(2_000_001)),
    "endless": b"HTTP/1.1 200 OK\r\n\r\n" + bytes(2_000_001),
    "a gzip bomb": answer(BOMB, Content_Encoding="gzip"),
    "packed otherwise": answer(CALENDAR, Content_Encoding="br"),
    "gzip cut short": answer(gzip.compress(CALENDAR)[:-9], Content_Encoding="gzip"),
    "not gzip": answer(CALENDAR, Content_Encoding="gzip"),
    "cut short": answer(CALENDAR, length=1000),
    "404": answer(CALENDAR, "404 Not Found"),
    "401": answer(CALENDAR, "401 Unauthorized"),
    "500": answer(CALENDAR, "500 Internal Server Error"),
    "another protocol": b"SSH-2.0-OpenSSH_9\r\n",
    "nothing": b"",
    "a thousand headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_goes_wrong_is_told_in_the_same_words(wrong):
    with serving(WRONG[wrong]) as server:
        told = refused(near(server), server.url())
    with socket.create_server((LOOPBACK, 0)) as probe:
        closed = probe.getsockname()[1]
    nobody = near(server, ports=frozenset({closed}))
    assert (
        refused(nobody, f"http://calendar.test:{closed}/") == refused(Fetcher(), "http://127.0.0.1/") == told
    )


def test_a_packed_calendar_is_unpacked():
    with serving(answer(gzip.compress(CALENDAR), Content_Encoding="gzip")) as server:
        assert near(server).fetch(server.url()).body == CALENDAR
