"""What goes to a notebook is escaped: names and notes come from strangers."""

from __future__ import annotations

from html.parser import HTMLParser

from openweights import Artifact, Claim, Clause, License, Model, classify

EVIL = "<script>alert('x')</script>\"&"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_markup_in_values_stays_text() -> None:
    claim = Claim(quote=EVIL, category="open-source", claimant=EVIL, source='https://a.example/?q="><script>')
    model = Model(EVIL, developer=EVIL, artifacts=[Artifact("datasets", name=EVIL)], base_models=[EVIL + "2"], claims=[claim])
    license = License(
        "LicenseRef-evil", name=EVIL, steward=EVIL, clauses=[Clause(kind="notice", effect="obliges", section=EVIL, summary=EVIL)]
    )
    for value in (model, license, classify(model)):
        parser = Tags()
        parser.feed(value._repr_html_())
        assert "script" not in parser.seen
        assert parser.seen <= {"div", "strong", "a", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
        assert EVIL in parser.texts or any(EVIL in text for text in parser.texts)


def test_a_family_shows_its_members() -> None:
    html = classify("gemma")._repr_html_()
    assert "Gemma 2" in html
    assert "Gemma 3" in html
