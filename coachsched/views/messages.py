"""What has been done, told above the page that comes next."""

from __future__ import annotations

from flask import flash


def tell(*sentences: str) -> None:
    """Say these, in the language being spoken; the session that carries them knows no phrases."""
    flash(" ".join(str(one) for one in sentences if one), "done")
