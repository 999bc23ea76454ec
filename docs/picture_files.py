"""Pictures of pages as small files: PNG with 256 colours, a third of what Chromium writes."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

COLOURS = 256
# Colours that differ only below these bits are one to the eye.
STEP = 8


def save(page: Page, file: Path) -> None:
    """What the window shows of a page."""
    session = page.context.new_cdp_session(page)
    # Written for speed, its rows are plain or differences to a neighbour, which is quickly undone.
    shot = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    file.write_bytes(small(b64decode(shot["data"])))


def small(png: bytes) -> bytes:
    """The same picture with at most 256 colours, those that are there most."""
    pixels = _decoded(png)
    height, width, _ = pixels.shape
    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    palette = _palette(colours, counts)
    nearest = np.concatenate(
        [
            _distance(some, palette).argmin(1)
            for some in np.array_split(_rgb(colours), 1 + len(colours) // 1000)
        ]
    ).astype(np.uint8)
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = nearest[where.reshape(height, width)]
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _palette(colours: Any, counts: Any) -> Any:
    """The most frequent colour of each of the most frequent neighbourhoods."""
    order = np.argsort(-counts, kind="stable")
    kept: dict[tuple[int, ...], Any] = {}
    sums: dict[tuple[int, ...], int] = {}
    for index in order:
        rgb = _rgb(colours[index : index + 1])[0]
        near = tuple(rgb // STEP)
        kept.setdefault(near, rgb)
        sums[near] = sums.get(near, 0) + int(counts[index])
    best = sorted(kept, key=lambda near: -sums[near])[:COLOURS]
    return np.array([kept[near] for near in best], np.uint8)


def _distance(some: Any, palette: Any) -> Any:
    return ((some[:, None].astype(np.int32) - palette[None].astype(np.int32)) ** 2).sum(2)


def _rgb(packed: Any) -> Any:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], -1).astype(np.uint8)


def _decoded(png: bytes) -> Any:
    """The pixels of a PNG of 8 bits a channel (PNG 9.2), without its transparency."""
    parts = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", parts[0][1][:10])
    channels = {2: 3, 6: 4}[kind]
    assert depth == 8
    data = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    rows = np.frombuffer(data, np.uint8).reshape(height, 1 + width * channels)
    pixels = np.zeros((height, width, channels), np.uint8)
    for number, row in enumerate(rows):
        line = row[1:].reshape(width, channels)
        if row[0] == 1:
            line = np.cumsum(line, axis=0, dtype=np.uint8)
        elif row[0] == 2:
            line = line + (pixels[number - 1] if number else 0)
        elif row[0] != 0:
            raise ValueError(f"a row of filter {row[0]}: this Chromium writes its pictures in another way")
        pixels[number] = line
    return pixels[:, :, :3]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
