"""A school's settings: defaults, ranges, and the core values they stand for."""

import pytest

from coachsched.core.options import OPTIONS, check_settings, limits, rules, with_defaults, words
from coachsched.core.quiet import Limits
from coachsched.core.slots import Rules


def faults(**settings):
    return [str(problem) for problem in check_settings(settings)]


def test_without_any_setting_the_defaults_of_the_rules_hold():
    assert rules({}) == Rules()
    assert limits({}) == Limits()


def test_a_setting_reaches_the_rules():
    chosen = rules({"visit_minutes": 0, "release": "listed", "not_for_visits": ["Assembly"]})
    assert chosen == Rules(visit_minutes=0, release="listed", not_for_visits=frozenset({"Assembly"}))
    assert limits({"quiet_no_debrief": 7}) == Limits(no_debrief=7)


def test_the_words_are_the_schools_own_where_it_has_any():
    assert words({"word_coach": "critical friend"}) == {
        "programme": "Peer coaching",
        "coach": "critical friend",
        "partner": "partner",
        "visit": "classroom visit",
        "debrief": "debrief",
        "talk": "talk",
        "cover": "cover",
    }


def test_every_default_is_itself_allowed():
    assert check_settings(with_defaults({})) == []


def test_every_setting_says_what_it_means():
    assert all(option.meaning.endswith(".") for option in OPTIONS.values())


@pytest.mark.parametrize(
    ("name", "allowed", "beyond"),
    [
        ("visit_minutes", (0, 240), (-1, 241)),
        ("debrief_minutes", (5, 240), (4, 241)),
        ("debrief_within", (0, 20), (-1, 21)),
        ("lead_days", (0, 30), (-1, 31)),
        ("horizon_days", (7, 200), (6, 201)),
        ("quiet_unanswered", (1, 200), (0, 201)),
    ],
)
def test_numbers_keep_to_their_range(name, allowed, beyond):
    assert [faults(**{name: value}) for value in allowed] == [[], []]
    assert all("must be between" in faults(**{name: value})[0] for value in beyond)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visit_minutes", True),
        ("visit_minutes", 30.0),
        ("visit_minutes", "30"),
        ("presence", "always"),
        ("presence", ["day"]),
        ("release", None),
        ("visits_need_class", 1),
        ("wants_plan", "yes"),
        ("not_for_visits", "Assembly"),
        ("not_for_visits", ["Assembly", 3]),
        ("not_for_visits", [""]),
        ("word_coach", ""),
        ("word_coach", "coach\r\nBcc: x"),
        ("word_coach", "c" * 61),
    ],
)
def test_a_wrong_value_is_told_by_its_setting(name, value):
    assert [problem.where for problem in check_settings({name: value})] == [name]


def test_an_unknown_setting_is_told_with_the_nearest_known_one():
    assert faults(visit_minute=30) == ['visit_minute: is not a setting. Did you mean "visit_minutes"?']


def test_all_faults_are_told_at_once():
    assert len(faults(visit_minutes=-1, lead_days="x", colour="red")) == 3


def test_sites_reach_the_rules_in_the_order_they_are_written():
    sites = {"North": ["N*"], "South": ["S*", "Gym"]}
    assert faults(sites=sites, travel_minutes=20, visits_per_week=2) == []
    chosen = rules({"sites": sites, "travel_minutes": 20, "visits_per_week": 2})
    assert chosen.sites == (("North", ("N*",)), ("South", ("S*", "Gym")))
    assert (chosen.travel_minutes, chosen.visits_per_week) == (20, 2)


@pytest.mark.parametrize(
    ("sites", "words"),
    [
        ("North", "must be a table of sites"),
        ({"North: old": ["N*"]}, 'must do without ":"'),
        ({"North": ["Lab 1, west"]}, 'must do without ":"'),
        (["North"], "must be a table of sites"),
        ({"": ["N*"]}, "must be a table of sites"),
        ({"North": "N*"}, 'needs a list of rooms for "North"'),
        ({"North": []}, 'needs a list of rooms for "North"'),
        ({"North": ["N*", 3]}, 'needs a list of rooms for "North"'),
        ({"North": ["N*"], "South": ["n* "]}, 'names the room "n*" twice'),
    ],
)
def test_sites_that_cannot_be_read_are_told(sites, words):
    (fault,) = faults(sites=sites)
    assert words in fault
