"""What somebody sends is answered by the page that follows, one step on at most, and by few bytes."""

from __future__ import annotations

import pytest
from access_table import ACTS, Cell
from world import ACTORS, World

MOST_BYTES = 20_000
PACKED = {"Accept-Encoding": "gzip"}


def able(cell: Cell) -> list[str]:
    """Whose act succeeds."""
    codes = zip(ACTORS, cell.expected.split(), strict=True)
    return [name for name, code in codes if code in ("200", "303")]


@pytest.mark.parametrize(
    ("name", "cell"),
    [pytest.param(able(cell)[0], cell, id=rule) for rule, cell in ACTS.items() if able(cell)],
)
def test_every_act_ends_on_a_page_with_one_exchange_more_at_most(world: World, name: str, cell: Cell):
    answer = world.ask(name, "POST", cell.path, **cell.fields)
    if answer.status_code == 303:
        answer = world.clients[name].get(answer.location, headers=PACKED)
    assert answer.status_code == 200, answer.location
    assert len(answer.data) < MOST_BYTES
