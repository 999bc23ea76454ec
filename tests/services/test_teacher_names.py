"""A code that changes in mid-year keeps its lessons, and one whose owner has left is free again."""

from __future__ import annotations

import pytest
from builders import (
    COACH,
    FRI,
    OTHER,
    PARTNER,
    PEOPLE_CSV,
    THIRD,
    book,
    dump,
    member,
    the_school,
    times,
    timetable_csv,
)  # fmt: skip

from coachsched.core.errors import ConflictError, InputError
from coachsched.models import db
from coachsched.services import people_files, timetables
from coachsched.services.people_files import PeopleImported
from coachsched.services.timetables import Choices
from coachsched.store import imports

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


def import_people(text: str, **options) -> PeopleImported:
    return people_files.import_people(the_school(), text.encode(), "people.csv", **options)


def import_timetable(text: str, choices: Choices | None = None) -> timetables.Applied:
    return timetables.import_timetable(the_school(), text.encode(), "timetable.csv", choices=choices)


def known_as(email: str) -> tuple[str | None, list[str]]:
    db.session.rollback()
    found = member(email)
    aliases = imports.aliases(the_school()).get(found.id, [])
    return found.teacher, [alias.name for alias in aliases]


def visits() -> int:
    return len(times().slots)


def test_a_new_code_in_mid_year_keeps_the_old_rows_and_what_is_booked():
    visit, before = book((FRI, "3"))["visit"], visits()
    assert import_people(PEOPLE_CSV.replace("PAU", "PAM")) == PeopleImported(0, 1, 7)
    assert known_as(PARTNER) == ("PAM", ["PAU"])
    assert visits() == before
    db.session.rollback()
    assert db.session.get_one(type(visit), visit.id).new_time == ""


def test_rows_with_the_old_and_the_new_code_are_one_persons():
    import_people(PEOPLE_CSV.replace("PAU", "PAM"))
    assert not import_timetable(timetable_csv().replace("PAU", "PAM")).changed
    assert not import_timetable(timetable_csv()).changed


def test_going_back_to_the_old_code_leaves_one_alias():
    import_people(PEOPLE_CSV.replace("PAU", "PAM"))
    import_people(PEOPLE_CSV)
    assert known_as(PARTNER) == ("PAU", ["PAM"])


def test_two_may_swap_their_codes():
    swapped = PEOPLE_CSV.replace("CLA", "?").replace("PAU", "CLA").replace("?", "PAU")
    assert import_people(swapped).changed == 2
    assert (known_as(COACH), known_as(PARTNER)) == (("PAU", []), ("CLA", []))


def test_an_alias_is_nobody_elses_while_its_owner_is_here():
    import_people(PEOPLE_CSV.replace("PAU", "PAM"))
    before = dump()
    for text in (PEOPLE_CSV.replace("PAU", "PAM").replace("OMA", "pau"),
                 "name,email,teacher\nNew One,new@school.test,Pau\n"):  # fmt: skip
        with pytest.raises(InputError, match=r"Paul Meyer"):
            import_people(text)
    assert dump() == before


@pytest.mark.parametrize("code", ["PAM", "PAU"])
def test_a_code_whose_owner_has_left_may_go_to_somebody_new(code: str):
    import_people(PEOPLE_CSV.replace("PAU", "PAM"))
    member(PARTNER).person.active = False
    db.session.commit()
    import_people(f"name,email,teacher\nNew One,new@school.test,{code}\n")
    assert known_as("new@school.test") == (code, [])
    teacher, aliases = known_as(PARTNER)
    assert code not in (teacher, *aliases)


def test_a_match_confirmed_once_is_remembered():
    text = timetable_csv().replace("TES", '"Noor, T"')
    unmatched = import_timetable(text)
    assert unmatched.unmatched == ("Noor, T",)
    (doubtful,) = [one for one in unmatched.plan.matches if one.name == "Noor, T"]
    assert [one.account.email for one in doubtful.candidates] == [THIRD]
    chosen = Choices(teachers={"noor, t": member(THIRD).id})
    assert import_timetable(text, chosen).changed
    assert known_as(THIRD) == ("TES", ["Noor, T"])
    again = import_timetable(text)
    assert ("Noor, T" in again.matched, again.changed) == (True, False)


def test_somebody_without_a_code_gets_the_one_that_is_confirmed():
    import_people(PEOPLE_CSV.replace("OMA", ""))
    import_timetable(timetable_csv(), Choices(teachers={"oma": member(OTHER).id}))
    assert known_as(OTHER) == ("OMA", [])


def test_a_full_name_is_enough_and_is_remembered():
    assert "Tessa Noor" in import_timetable(timetable_csv().replace("TES", "Tessa Noor")).matched
    assert known_as(THIRD) == ("TES", ["Tessa Noor"])


def test_a_teacher_who_is_somebodys_code_cannot_be_chosen_to_be_another():
    before = dump()
    with pytest.raises(InputError, match="Clara Lind"):
        import_timetable(timetable_csv(), Choices(teachers={"cla": member(PARTNER).id}))
    assert dump() == before


def test_placeholders_make_nobody():
    people = len(dump()["person"])
    read = import_timetable(timetable_csv() + "Sport,Mon,1,7A,Sport,Gym\nNo teacher,Mon,1,7B,Art,R3\n")
    assert read.unmatched == ("No teacher", "Sport")
    assert len(dump()["person"]) == people


def test_people_are_shown_before_they_are_written():
    text = PEOPLE_CSV.replace("PAU", "PAM").replace("Omar Reyes,other@", "Nora Voss,new@").replace("OMA", "N")
    before = dump()
    preview = people_files.preview_people(the_school(), text.encode(), "people.csv")
    assert dump() == before
    shown = {one.row.email: (one.state, one.changes) for one in preview.people if one.state != "unchanged"}
    assert shown == {
        PARTNER: ("changed", (("in the timetable", "PAU", "PAM"),)),
        "new@school.test": ("added", ()),
    }
    assert import_people(text, seen=preview.token) == preview.counts


def test_people_who_changed_meanwhile_are_shown_again():
    text = PEOPLE_CSV.replace("PAU", "PAM")
    seen = people_files.preview_people(the_school(), text.encode(), "people.csv").token
    import_people(PEOPLE_CSV.replace("PAU", "PAZ"))
    before = dump()
    with pytest.raises(ConflictError):
        import_people(text, seen=seen)
    assert dump() == before
