"""Whose word about an address counts: each row a claim set, and whether an account may be found by it."""

from __future__ import annotations

import pytest

from coachsched.core.openid import NotOursError, Provider, read_claims

TENANT = "0b6a4c3e-6a42-4f1c-9a55-3f6b1d2c7e90"
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"
GOOGLE = Provider("google", "Google", "https://accounts.google.com", "id", "secret")
SCHOOLS = Provider("google", "Google", "https://accounts.google.com", "id", "secret", domain="school.org")
MICROSOFT = Provider("microsoft", "Microsoft", ISSUER, "id", "secret", tenant=TENANT)
OTHER = Provider("openid", "Linden", "https://id.school.org", "id", "secret")
VERIFIED = {"email_verified": True}
HD = {"hd": "school.org"}

VOUCHED = [
    (GOOGLE, {**VERIFIED, **HD}, True),
    (GOOGLE, {**HD}, False),
    (GOOGLE, {"email_verified": False, **HD}, False),
    (GOOGLE, {"email_verified": "true", **HD}, False),
    # A private Google account that was made with a school's address may belong to who left long ago.
    (GOOGLE, VERIFIED, False),
    (GOOGLE, {**VERIFIED, "email": "anna@gmail.com"}, True),
    (GOOGLE, {**VERIFIED, "email": "anna@gmail.com.evil.test"}, False),
    (SCHOOLS, {**VERIFIED, **HD}, True),
    (MICROSOFT, {}, True),
    (MICROSOFT, {"tid": TENANT, "idp": ISSUER}, True),
    (MICROSOFT, {"idp": f"https://sts.windows.net/{TENANT}/"}, True),
    # Guests, whose address another organisation wrote.
    (MICROSOFT, {"idp": "https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/"}, False),
    (MICROSOFT, {"idp": "live.com"}, False),
    (MICROSOFT, {"idp": "google.com"}, False),
    (MICROSOFT, {"acct": 1}, False),
    (MICROSOFT, {"acct": 0}, True),
    # The domain of the address is not one of the organisation's own.
    (MICROSOFT, {"xms_edov": False}, False),
    (MICROSOFT, {"xms_edov": "0"}, False),
    (MICROSOFT, {"xms_edov": "1"}, True),
    (OTHER, VERIFIED, True),
    (OTHER, {}, False),
    (OTHER, {"email_verified": 1}, False),
    (OTHER, {**VERIFIED, "email": ""}, False),
    (OTHER, {**VERIFIED, "email": None}, False),
    (OTHER, {**VERIFIED, "email": ["anna@school.org"]}, False),
]


@pytest.mark.parametrize(("provider", "claims", "vouched"), VOUCHED)
def test_an_address_finds_an_account_only_where_it_is_vouched_for(provider, claims, vouched):
    told = read_claims(provider, {"sub": "1", "email": " Anna@School.org", **claims})
    assert told.vouched is vouched
    assert (told.issuer, told.subject) == (provider.issuer, "1")
    if vouched:
        assert told.email == claims.get("email", "anna@school.org")


STRANGERS = [
    (SCHOOLS, {}),
    (SCHOOLS, {"hd": "other.org"}),
    (SCHOOLS, {"hd": "SCHOOL.ORG"}),
    (SCHOOLS, {"hd": ["school.org"]}),
    (MICROSOFT, {"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}),
    (MICROSOFT, {"tid": ""}),
    (MICROSOFT, {"tid": None}),
]


@pytest.mark.parametrize(("provider", "claims"), STRANGERS)
def test_another_organisations_people_stay_out_even_if_known(provider, claims):
    with pytest.raises(NotOursError, match="Please sign in with"):
        read_claims(provider, {"sub": "1", "email": "anna@school.org", **VERIFIED, **claims})


@pytest.mark.parametrize("subject", [None, "", 1, ["1"], "x" * 256])
def test_without_a_subject_there_is_nobody(subject):
    with pytest.raises(ValueError, match="sub"):
        read_claims(OTHER, {"sub": subject, "email": "anna@school.org", **VERIFIED})
