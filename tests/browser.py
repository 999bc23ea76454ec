"""A test client that looks at every page it is given, as a careful reader would."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

SEEN: set[int] = set()
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """Gets and posts as one person; the last answer stays at hand."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.response: TestResponse = None  # type: ignore[assignment]
        self.token = ""

    @property
    def text(self) -> str:
        return self.response.text

    @property
    def tree(self) -> Element:
        return parse(self.text)[0]

    @property
    def words(self) -> str:
        """What the page says, without its markup."""
        body = self.tree.find("body")
        assert body is not None
        return " ".join(" ".join(body.itertext()).split())

    def fields(self, name: str) -> list[str]:
        """The values of the page's fields of a name."""
        found = [
            one for one in self.tree.iter() if one.tag in ("input", "textarea") and one.get("name") == name
        ]
        return [one.get("value") or "".join(one.itertext()) for one in found]

    def sign_in(self, email: str, password: str, **fields: str) -> Browser:
        self.get("/sign-in")
        self.post("/sign-in", email=email, password=password, **fields)
        return self

    def get(self, path: str, status: int = 200, **options: Any) -> Browser:
        """Get a page, following redirections, and look it over."""
        self.response = self.client.get(path, follow_redirects=True, **options)
        return self._look(status)

    def post(self, path: str, status: int = 200, **fields: Any) -> Browser:
        """Post a form as the last page would have, following the 303 of a success.

        ``status`` is that of the answer itself where it is an error, of the page that follows otherwise.
        """
        if not self.token:
            self.get("/")
        sent = {name: value for name, value in fields.items() if value is not None}
        self.response = self.client.post(
            path, data={"csrf_token": self.token, **sent}, follow_redirects=status == 200
        )
        if self.response.history:
            assert [one.status_code for one in self.response.history] == [303]
        return self._look(status)

    def _look(self, status: int) -> Browser:
        assert self.response.status_code == status, (self.response.status, self.text[:2000])
        if self.response.mimetype == "text/html" and self.text:
            found = CSRF.search(self.text)
            self.token = found[1] if found else self.token
            check(self.text)
        return self


def parse(text: str) -> tuple[Element, list[Any]]:
    """The page's tree, and what html5lib found wrong with it."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return parser.parse(text), parser.errors


def check(text: str) -> None:
    """A page is HTML5, its one h1 starts its title, no id is there twice, and forms know where they go."""
    # The same page with another token was looked at before; parsing takes longer than making it.
    known = hash(CSRF.sub("", text))
    if known in SEEN:
        return
    tree, errors = parse(text)
    if "<html" not in text:
        errors = [error for error in errors if error[1] != "expected-doctype-but-got-start-tag"]
    assert not errors, errors[:5]
    ids = Counter(node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    if "<html" in text:
        _check_heading(tree)
    for form in tree.iter("form"):
        _check_form(form)
    _check_references(tree, set(ids))
    SEEN.add(known)


def _check_heading(tree: Element) -> None:
    headings = ["".join(one.itertext()).strip() for one in tree.iter("h1")]
    assert len(headings) == 1, headings
    title = "".join(next(tree.iter("title")).itertext()).strip()
    assert title.startswith(headings[0]), (title, headings)


def _check_form(form: Element) -> None:
    assert form.get("action"), form.attrib
    names = [field.get("name") for field in form.iter("input")]
    posts = form.get("method", "get").lower() == "post"
    assert ("csrf_token" in names) == posts, (form.attrib, names)


def _check_references(tree: Element, ids: set[str | None]) -> None:
    """Labels and descriptions point at what is there."""
    for node in tree.iter():
        for name in ("for", "aria-describedby", "aria-labelledby") if isinstance(node.tag, str) else ():
            for target in (node.get(name) or "").split():
                assert target in ids, (node.tag, name, target)
