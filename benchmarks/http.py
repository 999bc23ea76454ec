"""A client that costs next to nothing, so that what is measured is the server."""

from __future__ import annotations

import selectors
import socket
from time import perf_counter

LINES = 8


class Client:
    """Sends one request over and over on a few connections that stay open."""

    def __init__(self, port: int, path: str, status: int = 200, **headers: str) -> None:
        self.port, self.status = port, status
        fields = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        self.request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.lines = [self._connect() for _ in range(LINES)]

    def milliseconds(self, count: int) -> float:
        """One request after the other, the connections taking turns: milliseconds for each."""
        start = perf_counter()
        for number in range(count):
            line = self.lines[number % LINES]
            line.sendall(self.request)
            self._answer(line)
        return (perf_counter() - start) * 1000 / count

    def per_second(self, count: int) -> float:
        """A request always under way on every connection: how many are answered a second."""
        start = perf_counter()
        with selectors.DefaultSelector() as selector:
            for line in self.lines:
                selector.register(line, selectors.EVENT_READ)
                line.sendall(self.request)
            answered = 0
            while answered < count:
                for key, _ in selector.select():
                    self._answer(key.fileobj)  # type: ignore[arg-type]
                    answered += 1
                    key.fileobj.sendall(self.request)  # type: ignore[union-attr]
            seconds = perf_counter() - start
            for line in self.lines:
                self._answer(line)
        return answered / seconds

    def close(self) -> None:
        for line in self.lines:
            line.close()

    def _connect(self) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _answer(self, line: socket.socket) -> bytes:
        """The body; the answer must have the status that is expected."""
        data = line.recv(65536)
        while b"\r\n\r\n" not in data:
            data += line.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 %d" % self.status):
            raise AssertionError(head.decode())
        length = _length(head)
        while len(body) < length:
            body += line.recv(65536)
        return body


def _length(head: bytes) -> int:
    for field in head.split(b"\r\n"):
        if field.lower().startswith(b"content-length:"):
            return int(field[15:])
    return 0
