"""Letters put into the outbox: words, calendar part and addresses as they will be sent (design 7)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from flask import current_app

from coachsched.core import options
from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.languages import speaking, spoken, spoken_code
from coachsched.mail.compose import Letter, compose
from coachsched.mail.rendering import Words, render
from coachsched.services import clock, links, reply_addresses
from coachsched.store import outbox, session
from coachsched.store.outbox import OutboxMessage
from coachsched.store.people import Person, School

# Far more than a busy coach causes; nobody's mailbox is to be filled by a colleague, or by their password.
MOST_AN_HOUR = 200
HOUR = timedelta(hours=1)


class TooMuchMailError(ConflictError):
    """One person has caused so much mail that the rest must wait."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "That is more mail than one person can send in an hour. Nothing was changed; "
                "please go on in a while."
            )
        )


def post(
    person: Person,
    school: School,
    thing: str,
    template: str,
    *,
    calendar: bytes | None = None,
    method: str | None = None,
    by: int | None = None,
    urgent: bool = True,
    good_until: datetime | None = None,
    unsubscribe: str | None = None,
    **context: object,
) -> None:
    """Finish the message now, so that however often it is sent, it is the same bytes.

    ``thing`` and the person make its Message-ID. ``by`` is the person whose act it tells of, which may be
    refused for it: TooMuchMailError. What is not ``urgent`` waits for school hours, until ``good_until``.
    """
    settings = current_app.config["SETTINGS"]
    real = clock.real()
    if by is not None and outbox.caused_since(by, real - HOUR) >= MOST_AN_HOUR:
        raise TooMuchMailError
    words = words_of(person, school, template, **context)
    letter = Letter(
        to_name=person.name,
        to_email=person.email,
        from_name=school.name,
        from_email=settings.mail_from,
        reply_to=reply_addresses.of_person(person.id),
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=message_id(thing, person.id),
        date=clock.now(),
        calendar=calendar,
        method=method,
        list_unsubscribe=unsubscribe,
    )
    session.add(
        OutboxMessage(
            school_id=school.id,
            person_id=person.id,
            message_id=letter.message_id,
            recipient=person.email,
            body=compose(letter),
            kind=template,
            urgent=urgent,
            good_until=good_until,
            caused_by=by,
            # Mail goes out in real time even where the demo stands still.
            due_at=real,
            created_at=real,
        )
    )


def words_of(person: Person, school: School, template: str, **context: object) -> Words:
    """The words of a message to somebody, as ``post`` sends them."""
    with in_language_of(person, school):
        return render(
            template,
            person=person,
            school=school,
            lang=spoken_code().replace("_", "-"),
            words=spoken(options.words(school.settings)),
            about=links.to_programme(school),
            **context,
        )


def in_language_of(person: Person, school: School) -> AbstractContextManager[None]:
    """What is said meanwhile is said to them: in the language they chose, else the school's, else English."""
    return speaking(person.language, options.school_language(school.settings))


def message_id(thing: str, person_id: int) -> str:
    """The Message-ID of what is told to a person once: the database holds it once."""
    return f"<{thing}.{person_id}@{current_app.config['SETTINGS'].mailbox_domain}>"
