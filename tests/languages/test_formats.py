"""Dates, hours and lists as each language writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from coachsched.core.calendar import Bell, Calendar, Rotation
from coachsched.core.phrases import phrase
from coachsched.languages import formats, speaking
from coachsched.views import month_grid

ON, AT = date(2027, 1, 14), time(13, 5)


@pytest.mark.parametrize(
    ("language", "day", "full_day", "clock", "names"),
    [
        ("en", "Thu 14 Jan", "Thursday 14 January 2027", "13:05", "Ada, Ben and Cleo"),
        ("en_US", "Thu, Jan 14", "Thursday, January 14, 2027", "1:05 PM", "Ada, Ben, and Cleo"),
        ("de", "Do., 14. Jan.", "Donnerstag, 14. Januar 2027", "13:05", "Ada, Ben und Cleo"),
        ("es", "jue, 14 ene", "jueves, 14 de enero de 2027", "13:05", "Ada, Ben y Cleo"),
        ("fr", "jeu. 14 janv.", "jeudi 14 janvier 2027", "13:05", "Ada, Ben et Cleo"),
    ],
)
def test_each_language_writes_its_own_way(app, language, day, full_day, clock, names):
    with app.app_context(), speaking(language):
        assert formats.day(ON) == day
        assert formats.full_day(ON) == full_day
        # Between hour and AM or PM stands a narrow space that does not break.
        assert formats.clock(AT).replace("\N{NARROW NO-BREAK SPACE}", " ") == clock
        assert formats.listed(["Ada", "Ben", "Cleo"]) == names
        assert str(phrase("%(day)s", day=ON)) == day


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("lun. 1er févr.", "lundi 1er février 2027", "lundi 1er février", "lun. 1er", "1er févr.")),
        ("de", ("Mo., 1. Feb.", "Montag, 1. Februar 2027", "Montag, 1. Februar", "Mo., 1.", "1. Feb.")),
    ],
)
def test_the_first_of_a_month_has_its_own_number_in_french(app, language, said):
    styles = (formats.day, formats.full_day, formats.long_day, formats.weekday, formats.short_date)
    with app.app_context(), speaking(language):
        assert tuple(style(date(2027, 2, 1)) for style in styles) == said
        # Eleven and twenty-one are as all others.
        assert formats.short_date(date(2027, 2, 11)).startswith("11")
        assert formats.month(date(2027, 2, 1)).endswith(" 2027")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Ana", "Inés"], "Ana e Inés"),
        (["Ana", "Hilda"], "Ana e Hilda"),
        (["Ana", "Hiero"], "Ana y Hiero"),
        (["Inés", "Ana"], "Inés y Ana"),
    ],
)
def test_spanish_says_e_before_the_sound_of_y(app, names, said):
    with app.app_context(), speaking("es"):
        assert formats.listed(names) == said


@pytest.mark.parametrize(
    ("language", "word", "said"),
    [
        ("en", "classroom visit", "Find a classroom visit"),
        ("en", "observation", "Find an observation"),
        ("en_US", "exchange", "Find an exchange"),
        ("en", "university visit", "Find a university visit"),
    ],
)
def test_a_word_of_the_schools_has_its_article(app, language, word, said):
    with app.app_context(), speaking(language):
        page = app.jinja_env.from_string('{{ _("Find a %(what)s", what=word) }}')
        assert page.render(word=word) == said
        assert str(phrase("Find a %(what)s", what=word)) == said
        assert phrase("Find a %(what)s", what=word) == said
        many = app.jinja_env.from_string('{{ ngettext("%(num)s, a %(what)s", "%(num)s", 1, what=word) }}')
        assert many.render(word=word) == f"1, {said.removeprefix('Find ')}"


@pytest.mark.parametrize(
    ("language", "sign"), [("en", ":"), ("de", ":"), ("fr", "\N{NARROW NO-BREAK SPACE}:")]
)
def test_a_label_is_parted_from_what_it_labels(app, language, sign):
    with app.app_context(), speaking(language):
        assert app.jinja_env.from_string("When{{ colon() }} now").render() == f"When{sign} now"


def test_countries_stand_where_people_look_for_them(app):
    with app.app_context(), speaking("de"):
        named = [code for code, _ in formats.countries([("ZA", ""), ("AT", ""), ("NL", "")])]
        assert named == ["NL", "AT", "ZA"]


def test_what_is_spoken_for_a_moment_ends_with_it(app):
    with app.app_context():
        with speaking("de"):
            assert formats.day(ON) == "Do., 14. Jan."
        assert formats.day(ON) == "Thu 14 Jan"


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [(("xx", None, "fr"), "jeu."), ((None,), "Thu"), (("",), "Thu"), (("es", "de"), "jue,")],
)
def test_the_first_wish_that_is_offered_is_spoken(app, wishes, spoken):
    with app.app_context(), speaking(*wishes):
        assert formats.day(ON).startswith(spoken)


@pytest.mark.parametrize(
    ("language", "weekdays", "order"),
    [
        ("en", (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)),
        ("en_US", (0, 1, 2, 3, 4), (6, 0, 1, 2, 3, 4, 5)),
        ("en_US", (5, 6, 0, 1, 2), (5, 6, 0, 1, 2, 3, 4)),
    ],
)
def test_a_months_weeks_begin_where_its_readers_do(app, language, weekdays, order):
    labels = ("A", "B", "C", "D", "E")
    school = Calendar("Europe/Berlin", Rotation("weekday", labels, ON, weekdays), (Bell("regular", ()),))
    everywhere = [date(2027, 1, number) for number in range(11, 18)]
    with app.app_context(), speaking(language):
        assert month_grid.month(school, ON, busy=everywhere).weekdays == order
