"""The people file: every fault at once, and nobody twice."""

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.people import PersonRow, read_people

HEADER = "name,email,teacher,faculty,roles\n"


def read(text):
    return read_people(text.encode(), "people.csv").people


def refusal(text):
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


def test_a_person_is_read_with_their_line():
    assert read(HEADER + "Zoë Ba,zoe@school.test,ZB,Arts,\n") == (
        PersonRow("Zoë Ba", "zoe@school.test", "ZB", "Arts", (), 2),
    )


@pytest.mark.parametrize("roles", ["Admin+cover", '"admin, cover"', "admin;cover", "admin  COVER admin"])
def test_roles_are_separated_by_anything_usual(roles):
    assert read(HEADER + f"Zoë Ba,zoe@school.test,ZB,Arts,{roles}\n")[0].roles == ("admin", "cover")


@pytest.mark.parametrize(
    "header",
    [
        "Full name;E-Mail;Staff code",
        "Name;E-Mail-Adresse;Kürzel",
        "Nom;Courriel;Enseignant",
        "Nombre;Correo electrónico;Profesor",
        "Nome;E-mail;Sigla",
        "Naam;E-mailadres;Afkorting",
    ],
)
def test_columns_are_known_in_several_languages(header):
    assert read(header + "\nZoë Ba;zoe@school.test;ZB\n")[0].teacher == "ZB"


def test_somebody_outside_the_timetable_has_no_teacher():
    assert [person.teacher for person in read(HEADER + "A,a@s.test,,,\nB,b@s.test,,,\n")] == ["", ""]


def test_every_fault_is_told_at_once_with_its_line():
    told = refusal(
        HEADER
        + "Ann,ann@school.test,A,,\n"
        + "Ben,ben@school,B,,\n"
        + ",cy@school.test,C,,\n"
        + "Dan,dan@school.test,D,,techer\n"
        + "Eve,ANN@school.test,E,,\n"
        + '"Fay\r\nBcc: x",fay@school.test,F,,\n'
        + "Gus,gus@school.test, a ,,\n"
        + "Hal,hal@school.test\n"
    )
    for told_of in (
        "people.csv, line 3: has the email 'ben@school'",
        "people.csv, line 4: names nobody",
        'people.csv, line 5: has the unknown role "techer". Did you mean "teacher"?',
        "people.csv, line 6: has the email of line 2 again",
        "people.csv, line 7: has a line break or control character in name",
        "people.csv, line 9: has the teacher of line 2 again",
        "people.csv, line 10: has 2 cells where at least 3 are needed",
    ):
        assert told_of in told


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ann",
        "ann@",
        "@school.test",
        "a b@school.test",
        "a@b@school.test",
        "ann@school..test",
        "ann.@school.test",
        "mailto:ann@school.test",
        "ann@school.test>",
        '"ann"@school.test',
        "ann@-school.test",
        "ann@school.test\x07.x",
        "ànn@school.test",
        "a" * 65 + "@school.test",
        "ann@" + "s." * 130 + "test",
    ],
)
def test_what_is_no_plain_address_is_refused(email):
    escaped = email.replace('"', '""')
    assert "people.csv, line 2: has the email" in refusal(f'name,email,teacher\nAnn,"{escaped}",A\n')


@pytest.mark.parametrize("email", ["o'neil+x@mail.school.test", "A.B-c_d@s-1.test", "1@school.museum"])
def test_plain_addresses_are_taken(email):
    assert read(f"name,email,teacher\nAnn,{email},A\n")[0].email == email


def test_a_direction_override_in_a_name_is_refused():
    assert "control character in name" in refusal(HEADER + "Ann \u202egnp.exe,ann@school.test,A,,\n")


def test_missing_columns_are_told_with_what_was_found():
    assert 'does not name the column teacher; found: "name", "email"' in refusal(
        "name,email\nAnn,ann@s.test\n"
    )


def test_a_file_without_people_is_told():
    assert "has no rows" in refusal("")
    assert "names no people" in refusal(HEADER)
