"""Addresses that lead inside are told from those of the public internet, however they are spelt."""

from __future__ import annotations

import pytest

from coachsched.core.web_address import is_public, read_address

INSIDE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.9", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
    "fe80::1%eth0", "2606:4700::1%1", "fec0::1", "ff02::1", "localhost", "", "8.8.8",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://calendar.test/a.ics", "file:///etc/passwd", "gopher://calendar.test/", "javascript:alert(1)",
        "https://", "https:///a.ics", "//calendar.test/a.ics", "calendar.test/a.ics", "",
        "https://user:secret@calendar.test/", "https://user@calendar.test/", "https://@calendar.test/",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/",
        "http://127.0.0.1.5/", "http://1.2.3.256/", "http://[::1/", "http://[1:2]/", "http://[localhost]/",
        "https://calendar.test:port/", "https://calendar.test:70000/", "https://calendar .test/",
        "https://calendar.test/a\r\nHost: inside", "https://calendar.test\\@inside/", "https://-.test/",
        "https://..test/", "https://calendar.test/\u00fc", "https://" + "a" * 2000 + ".test/",
    ],
)  # fmt: skip
def test_an_address_nobody_would_write_is_refused(text):
    with pytest.raises(ValueError, match=r"^its? "):
        read_address(text)


@pytest.mark.parametrize(
    ("text", "host", "port", "target", "netloc"),
    [
        ("https://Calendar.TEST./a.ics?key=1#x", "calendar.test", 443, "/a.ics?key=1", "calendar.test"),
        ("http://calendar.test:8080", "calendar.test", 8080, "/", "calendar.test:8080"),
        ("http://8.8.8.8/", "8.8.8.8", 80, "/", "8.8.8.8"),
        ("http://[2606:4700:0::1]/", "2606:4700::1", 80, "/", "[2606:4700::1]"),
        ("https://b\u00fccher.test/", "xn--bcher-kva.test", 443, "/", "xn--bcher-kva.test"),
    ],
)
def test_an_address_is_read_in_its_one_form(text, host, port, target, netloc):
    found = read_address(text)
    assert (found.host, found.port, found.target, found.netloc) == (host, port, target, netloc)


def test_a_redirection_is_read_like_any_address():
    here = read_address("https://calendar.test/feeds/a.ics")
    assert here.join("b.ics").target == "/feeds/b.ics"
    assert here.join("//other.test/c").host == "other.test"
    for away in ("file:///etc/passwd", "http://127.1/", "https://me:secret@other.test/"):
        with pytest.raises(ValueError, match=r"^its? "):
            here.join(away)
