"""The verdict of the school's own mail server, and none but its own (RFC 8601)."""

from __future__ import annotations

import pytest

from coachsched.mail.reading.verdicts import vouches

OURS = "mx.school.test"
SENDER = "paul@school.test"


@pytest.mark.parametrize(
    "header",
    [
        f"{OURS}; dmarc=pass header.from=school.test",
        f"{OURS} 1; dmarc=pass (p=REJECT sp=NONE) header.from=School.Test",
        f"{OURS};\r\n\tspf=fail smtp.mailfrom=x;\r\n\tdkim=pass header.d=school.test header.s=a",
        f"{OURS}; dkim=fail header.d=x.test; dkim=pass (2048-bit key; unprotected) header.i=@school.test",
        f'"{OURS}"; dkim=pass header.d="school.test"',
        "MX.School.Test; dmarc=pass header.from=school.test",
    ],
)
def test_our_own_server_vouches(header: str):
    assert vouches([header, f"{OURS}; dmarc=fail header.from=school.test"], OURS, SENDER)


@pytest.mark.parametrize(
    "header",
    [
        "mx.elsewhere.test; dmarc=pass header.from=school.test",
        f"mx.elsewhere.test; x={OURS}; dmarc=pass header.from=school.test",
        f"{OURS}; dmarc=fail header.from=school.test",
        f"{OURS}; dmarc=pass header.from=elsewhere.test",
        f"{OURS}; dmarc=pass",
        f"{OURS}; dkim=pass header.d=elsewhere.test",
        f"{OURS}; dkim=pass header.d=test",
        f"{OURS}; dkim=pass header.d=chool.test",
        f"{OURS}; spf=pass smtp.mailfrom=school.test",
        f"{OURS}; none",
        f"{OURS}; dmarc=fail (dmarc=pass header.from=school.test; )",
        f"{OURS}; dmarc=fail (a \\) ; dmarc=pass header.from=school.test)",
        f'{OURS}; spf=fail smtp.mailfrom="; dmarc=pass header.from=school.test; "@x',
        f'{OURS}; spf=fail (a " in a comment) smtp.mailfrom="; dmarc=pass header.from=school.test; x="@x',
        f"({OURS}) mx.elsewhere.test; dmarc=pass header.from=school.test",
        "",
        ";;;((((",
    ],
)
def test_nobody_else_does(header: str):
    """Nor does a forged header below our server's own."""
    assert not vouches([header], OURS, SENDER)
    below = f"{OURS}; dmarc=pass header.from=school.test"
    assert not vouches([f"{OURS}; dmarc=fail header.from=school.test", header, below], OURS, SENDER)


def test_without_a_server_of_ours_nothing_is_believed():
    assert not vouches([f"{OURS}; dmarc=pass header.from=school.test"], None, SENDER)
    assert not vouches(["; dmarc=pass header.from=school.test"], "", SENDER)
    assert not vouches([f"{OURS}; dmarc=pass header.from=school.test"], OURS, "")
