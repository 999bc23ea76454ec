"""The pages that bring in files: seen before it counts, applied whole, and each person's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from browser import Browser, check
from builders import (
    ADMIN,
    COACH,
    FRI,
    LESSONS,
    PEOPLE_CSV,
    THIRD,
    book,
    member,
    the_school,
    timetable_csv,
)  # fmt: skip
from flask import Flask
from handles import Clock

from coachsched.services import people_files, timetables
from coachsched.store import imports

pytestmark = pytest.mark.both_databases
SignIn = Callable[[str], Browser]
Dump = Callable[[], Any]

PAUL_HAS_NO_PERIOD_3 = timetable_csv([one for one in LESSONS if one[:2] != ("PAU", "3")])


@pytest.fixture
def admin(signed_in: SignIn) -> Browser:
    return signed_in(ADMIN)


def upload(page: Browser, text: str | bytes, name: str = "new.csv", **fields: Any) -> str:
    """Upload a file and come to its page; its address."""
    data = text if isinstance(text, bytes) else text.encode()
    page.get("/imports")
    page.post("/imports", file=(BytesIO(data), name), **fields)
    return page.response.request.path


def put_in(page: Browser, path: str, status: int = 200, **fields: str) -> Browser:
    """Agree to what the page shows."""
    seen = fields.pop("seen", None) or page.fields("seen")[0]
    return page.post(f"{path}/application", status, seen=seen, **(answered(page) | fields))


def answered(page: Browser) -> dict[str, str]:
    """What the selects of the page stand at."""
    found = {}
    for select in page.tree.iter("select"):
        options = list(select.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        found[str(select.get("name"))] = chosen[0].get("value") or ""
    return found


def field_of(page: Browser, label: str) -> str:
    """The name of the field with a label that starts so."""
    labels = {"".join(one.itertext()): one.get("for") for one in page.tree.iter("label")}
    return next(str(name) for text, name in labels.items() if text.startswith(label))


def test_a_timetable_is_shown_before_it_counts_and_then_put_in_force(
    admin: Browser, app: Flask, dumped: Dump
):
    with app.app_context():
        book((FRI, "3"))
    before = dumped()
    path = upload(admin, PAUL_HAS_NO_PERIOD_3)
    assert "4 of them with an account" in admin.words
    assert "5 gone" in admin.words
    assert "Fri 15 Jan, period 3: classroom visit" in admin.words
    after_looking = dumped()
    assert {name for name in before if before[name] != after_looking[name]} == {"import_draft"}
    put_in(admin, path)
    assert "1 booked meeting" in admin.words
    assert dumped()["import_draft"] == []
    upload(admin, PAUL_HAS_NO_PERIOD_3)
    assert "in force already" in admin.words


def test_no_name_of_partners_is_told_of_what_breaks(admin: Browser, app: Flask):
    with app.app_context():
        book((FRI, "3"))
    upload(admin, PAUL_HAS_NO_PERIOD_3)
    assert "period 3: classroom visit" in admin.words
    main = "".join(next(admin.tree.iter("main")).itertext())
    assert "Clara" not in main
    assert "Paul" not in main


def test_rows_may_be_pasted(admin: Browser):
    admin.post("/imports", text=timetable_csv().replace(",", "\t"))
    assert "45 rows count" in admin.words


def test_unknown_days_are_asked_for_and_remembered(admin: Browser):
    text = timetable_csv().replace("CLA,Wed,", "CLA,Games,")
    path = upload(admin, text)
    assert "The school has nothing like it" in admin.words
    field = field_of(admin, "Games")
    put_in(admin, path, 422)
    put_in(admin, path, 409, **{field: "2"})
    put_in(admin, path)
    assert "in force" in admin.words
    upload(admin, text)
    assert "As confirmed before" in admin.words
    assert "in force already" in admin.words


def test_rows_may_be_left_out_on_purpose(admin: Browser):
    path = upload(admin, timetable_csv() + "CLA,Sat,1,7A,English,R1\n")
    admin.post(f"{path}/choices", **{field_of(admin, "Sat"): "-"})
    assert "which you chose to leave out" in admin.words
    put_in(admin, path)


def test_a_doubtful_teacher_is_confirmed_and_remembered(admin: Browser, app: Flask):
    path = upload(admin, timetable_csv().replace("TES", '"Noor, T"'))
    assert "Tessa Noor (a shortened form of the name)" in admin.words
    with app.app_context():
        tessa = str(member(THIRD).id)
    admin.post(f"{path}/choices", **{field_of(admin, "Noor, T"): tessa})
    put_in(admin, path)
    with app.app_context():
        assert [one.name for one in imports.aliases(the_school())[int(tessa)]] == ["Noor, T"]


def test_somebody_with_no_likeness_is_named_by_their_address(admin: Browser):
    path = upload(admin, timetable_csv().replace("TES", "X17"))
    field = field_of(admin, "X17")
    admin.post(f"{path}/choices", **{field: "nobody@school.test"})
    assert "nobody here has the e-mail" in admin.words
    admin.post(f"{path}/choices", **{field: THIRD})
    assert "Tessa Noor (chosen)" in admin.words


def test_a_date_leaves_the_days_before(admin: Browser, app: Flask):
    path = upload(admin, PAUL_HAS_NO_PERIOD_3)
    admin.post(f"{path}/choices", **{"from": "2027-01-18"})
    assert "From Mon 18 Jan" in admin.words
    put_in(admin, path, **{"from": "2027-01-18"})
    with app.app_context():
        dates = [one.valid_from for one in timetables.planning.stored.versions(the_school())]
    assert [str(one) for one in dates] == ["None", "2027-01-18"]


def test_a_date_that_is_none_is_told(admin: Browser):
    path = upload(admin, PAUL_HAS_NO_PERIOD_3)
    admin.post(f"{path}/choices", **{"from": "soon"})
    assert "is no date" in admin.words


def test_what_has_changed_meanwhile_is_shown_again(admin: Browser, app: Flask, dumped: Dump):
    path = upload(admin, PAUL_HAS_NO_PERIOD_3)
    seen = admin.fields("seen")[0]
    with app.app_context():
        people_files.import_people(the_school(), PEOPLE_CSV.replace("PAU", "PAM").encode(), "people.csv")
    before = dumped()["timetable_row"]
    put_in(admin, path, 409, seen=seen)
    assert "something has changed" in admin.words
    assert dumped()["timetable_row"] == before
    put_in(admin, path)
    assert dumped()["timetable_row"] != before


def test_people_are_shown_and_then_put_in(admin: Browser, dumped: Dump):
    people = (
        PEOPLE_CSV.replace("PAU", "PAM").replace("Omar Reyes,other@", "Nora Voss,new@").replace("OMA", "N")
    )
    before = dumped()
    path = upload(admin, people, "people.csv")
    assert "1 added, 1 changed, 6 as they are" in admin.words
    assert "in the timetable: PAU → PAM" in admin.words
    assert dumped()["membership"] == before["membership"]
    put_in(admin, path)
    assert "1 added, 1 changed, 6 as they were" in admin.words


def test_a_history_is_shown_and_then_put_in(admin: Browser, dumped: Dump):
    log = "date,people,what\n2027-01-05,coach@school.test+third@school.test,began\n"
    before = dumped()["partnership"]
    path = upload(admin, log, "log.csv")
    assert "To be made: 1 partnership." in admin.words
    assert dumped()["partnership"] == before
    put_in(admin, path)
    assert len(dumped()["partnership"]) == len(before) + 1


@pytest.mark.parametrize(
    ("kind", "header"),
    [("timetable", "teacher,day,period"), ("people", "name,email,teacher"), ("history", "date,people,what")],
)
def test_a_bad_file_is_told_with_its_lines(admin: Browser, dumped: Dump, kind: str, header: str):
    path = upload(admin, f"{header}\nx\n", kind=kind)
    assert "new.csv, line 2" in admin.words
    before = dumped()
    put_in(admin, path, 422, seen="whatever")
    after = dumped()
    assert {name for name in before if before[name] != after[name]} <= {"import_draft"}


def test_an_encoding_is_asked_for_with_samples(admin: Browser):
    path = upload(admin, timetable_csv().replace("English", "Französisch").encode("cp1252"))
    assert "Which of these reads right?" in admin.words
    assert "Französisch" in admin.words
    admin.post(f"{path}/choices", encoding="windows-1252")
    assert "45 rows count" in admin.words
    put_in(admin, path, encoding="windows-1252")


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_nothing_is_no_file(admin: Browser, dumped: Dump, data: bytes):
    admin.get("/imports")
    admin.post("/imports", 422, file=(BytesIO(data), "empty.csv"))
    assert "is empty" in admin.words
    assert dumped()["import_draft"] == []


def test_bytes_of_any_kind_are_answered_in_words(admin: Browser):
    for data in (b"PK\x03\x04" + bytes(range(256)), b"\x00" * 100, b"\xff\xfe" + b"x" * 9):
        upload(admin, data, "odd.xlsx")
        assert "odd.xlsx" in admin.words


def test_formulas_and_markup_are_text(admin: Browser):
    upload(admin, timetable_csv() + '=cmd|calc,Mon,1,"<img src=x onerror=1>",x,y\n', "<b>x</b>.csv")
    assert "=cmd|calc" in admin.words
    assert "<b>x</b>.csv" in admin.words
    assert "<b>x" not in admin.text


def test_a_file_of_eight_megabytes_comes_in_and_more_does_not(admin: Browser, dumped: Dump):
    admin.get("/imports")
    admin.post("/imports", 413, file=(BytesIO(b"x" * 8_200_000), "big.csv"))
    admin.post("/imports", 422, file=(BytesIO(b"x" * 8_000_001), "big.csv"))
    assert dumped()["import_draft"] == []
    upload(admin, b"teacher,day,period\n" + b"\n" * 7_000_000, "big.csv")


def test_others_may_not_send_so_much(signed_in: SignIn):
    page = signed_in(COACH)
    page.get("/")
    page.post("/imports", 413, file=(BytesIO(b"x" * 300_000), "big.csv"))


def test_where_scripts_run_the_page_comes_at_once_and_tells_how_far_it_is(admin: Browser):
    path = upload(admin, timetable_csv(), scripts="1")
    assert "Reading it" in admin.words
    assert re.search(r'hx-post="[^"]+/choices" hx-trigger="load"', admin.text)
    admin.get(f"{path}/progress")
    assert 'value="0"' in admin.text
    fragment = {"HX-Request": "true", "HX-Request-Type": "partial"}
    token = admin.token
    answer = admin.client.post(f"{path}/choices", data={"csrf_token": token}, headers=fragment)
    check(answer.text)
    assert "<html" not in answer.text
    assert "Put it in force" in answer.text or "in force already" in answer.text
    admin.get(f"{path}/progress")
    assert 'value="70"' in admin.text


def test_a_draft_is_its_persons_and_forgotten_after_a_day(
    admin: Browser, app: Flask, clock: Clock, signed_in: SignIn, dumped: Dump
):
    path = upload(admin, timetable_csv())
    with app.app_context():
        people = PEOPLE_CSV.replace("Kora Vance,coordinator@school.test,,,coordinator",
                                    "Kora Vance,coordinator@school.test,,,coordinator+admin")  # fmt: skip
        people_files.import_people(the_school(), people.encode(), "people.csv")
    other = signed_in("coordinator@school.test")
    other.get(path, 404)
    other.post(f"{path}/removal", 404)
    admin.get(path)
    clock.forward(days=1, minutes=1)
    admin.get(path, 404)
    upload(admin, timetable_csv())
    assert len(dumped()["import_draft"]) == 1


def test_a_draft_can_be_given_up(admin: Browser, dumped: Dump):
    path = upload(admin, timetable_csv())
    admin.post(f"{path}/removal")
    assert dumped()["import_draft"] == []
    admin.get(path, 404)
