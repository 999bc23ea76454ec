"""How many examples the comparisons take."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings


def examples(usual: int) -> settings:
    """So many examples, always the same ones, and no time spent on shrinking a failure.

    COACHSCHED_ORACLE_EXAMPLES asks for other examples, as many as it says, and for the smallest
    school that fails.
    """
    wanted = int(os.environ.get("COACHSCHED_ORACLE_EXAMPLES", "0"))
    return settings(
        max_examples=wanted or usual,
        derandomize=not wanted,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if wanted else [])],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
