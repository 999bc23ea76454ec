"""The demo's teachers who look for a partner, and one who asks: the third account has it to answer."""

from __future__ import annotations

from coachsched.services.demo.people import THIRD
from coachsched.services.demo.stage import Stage
from coachsched.services.sealing import vault
from coachsched.store import session
from coachsched.store.looking import Looking, PartnerAsk

# Name, who may know, in which part, and what interests them.
SEEKERS = (
    ("Zoë Papadakis", "colleagues", "either", "How groups work when I am not beside them"),
    ("Ffion Delgado", "colleagues", "coached", "Getting everybody to speak French"),
    ("Alasdair Sithole", "colleagues", "coach", ""),
    ("Dafydd Rahim", "coordinator", "either", ""),
    (THIRD, "colleagues", "either", "Speaking without notes"),
)
ASKER, LINE = "Zoë Papadakis", "We could look at group work in both our subjects."


def seek(stage: Stage) -> None:
    """Some look, most of them so that colleagues may know."""
    for name, seen_by, part, interests in SEEKERS:
        session.add(
            Looking(
                membership_id=stage.members[name].id,
                seen_by=seen_by,
                part=part,
                sealed_interests=vault().seal(interests) if interests else None,
            )
        )
    session.add(
        PartnerAsk(
            asker_id=stage.members[ASKER].id,
            asked_id=stage.members[THIRD].id,
            asked_on=stage.ago(1),
            sealed_words=vault().seal(LINE),
        )
    )
