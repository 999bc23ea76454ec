"""The settings of signing in with another account: what is taken, and how what cannot be is refused."""

from __future__ import annotations

import re

import pytest

from coachsched.core.errors import InputError
from coachsched.core.openid import Provider
from coachsched.settings import read_settings

TENANT = "0B6A4C3E-6a42-4f1c-9a55-3f6b1d2c7e90"
CLIENT = {"CLIENT_ID": "an id", "CLIENT_SECRET": "the secret of it"}
ISSUER = "https://id.school.org/realms/school"
BASE = {
    "COACHSCHED_BASE_URL": "https://visits.school.org",
    "COACHSCHED_SECRET_KEY": "a key of the tests, long enough to be one",
}


def given(prefix: str, **values: str) -> dict[str, str]:
    return {f"COACHSCHED_{prefix}_{name}": value for name, value in values.items()}


def read(**environ: str) -> tuple[Provider, ...]:
    return read_settings(BASE | environ).providers


def test_without_any_of_them_there_is_none():
    assert read() == ()


def test_all_three_are_read_in_the_order_of_their_buttons():
    google, microsoft, other = read(
        **given("OIDC", ISSUER=ISSUER, **CLIENT),
        **given("MICROSOFT", TENANT=TENANT, **CLIENT),
        **given("GOOGLE", DOMAIN="School.org", **CLIENT),
    )
    assert (google.key, google.name, google.issuer) == ("google", "Google", "https://accounts.google.com")
    assert google.domain == "school.org"
    assert microsoft.issuer == f"https://login.microsoftonline.com/{TENANT.lower()}/v2.0"
    assert microsoft.tenant == TENANT.lower()
    assert (other.key, other.name, other.issuer) == ("openid", "id.school.org", ISSUER)
    assert "secret of it" not in repr([google, microsoft, other])


WRONG = [
    ("GOOGLE", {"CLIENT_ID": "a"}, "GOOGLE_CLIENT_SECRET: it is missing"),
    ("GOOGLE", {"CLIENT_SECRET": "a"}, "GOOGLE_CLIENT_ID: it is missing"),
    ("GOOGLE", {"DOMAIN": "school.org"}, "GOOGLE_CLIENT_ID: it is missing"),
    ("GOOGLE", {**CLIENT, "DOMAIN": "https://school.org"}, "GOOGLE_DOMAIN"),
    ("MICROSOFT", CLIENT, "MICROSOFT_TENANT: it is missing"),
    *(
        ("MICROSOFT", {**CLIENT, "TENANT": tenant}, "MICROSOFT_TENANT: .* prove nothing.*32 hexadecimal")
        for tenant in (
            "common", "organizations", "consumers", "school.onmicrosoft.com", f"{TENANT}/..",
            "9188040d-6c67-4c5b-b112-36a304b66dad",
        )
    ),
    ("OIDC", {"ISSUER": ISSUER, "CLIENT_ID": "a"}, "OIDC_CLIENT_SECRET: it is missing"),
    ("OIDC", CLIENT, "OIDC_ISSUER: it is missing"),
    ("OIDC", {"NAME": "Linden"}, "OIDC_ISSUER: it is missing"),
    *(
        ("OIDC", {**CLIENT, "ISSUER": issuer}, "OIDC_ISSUER")
        for issuer in (
            "http://id.school.org", "id.school.org", "file:///etc/passwd", f"{ISSUER}?a=b", f"{ISSUER}#a",
            "https://me:x@id.school.org",
        )
    ),
    ("OIDC", {**CLIENT, "ISSUER": ISSUER, "NAME": "x" * 41}, "OIDC_NAME"),
    ("OIDC", {**CLIENT, "ISSUER": ISSUER, "NAME": "a\nb"}, "OIDC_NAME"),
]  # fmt: skip


@pytest.mark.parametrize(("prefix", "values", "said"), WRONG)
def test_what_cannot_be_is_refused_by_name_and_without_the_secret(prefix, values, said):
    with pytest.raises(InputError) as refused:
        read(**given(prefix, **values))
    assert re.search(f"COACHSCHED_{said}", str(refused.value))
    assert CLIENT["CLIENT_SECRET"] not in str(refused.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:5000", "http://localhost:8080", "http://[::1]:80"])
def test_on_this_machine_http_will_do(address):
    (found,) = read(**given("OIDC", ISSUER=address, **CLIENT), COACHSCHED_BASE_URL=address)
    assert found.issuer == address


def test_people_are_not_sent_back_in_the_open():
    with pytest.raises(InputError, match=r"COACHSCHED_BASE_URL: .* needs https"):
        read(**given("GOOGLE", **CLIENT), COACHSCHED_BASE_URL="http://visits.school.org")
