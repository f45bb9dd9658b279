"""The report: whole in itself, readable without colours, and open to nothing that a file could smuggle in."""

from __future__ import annotations

import html.parser
import re
from dataclasses import replace

import pyarrow as pa
import pytest

from sciatica_rules import load_rules
from sciatica_rules.condition import IsTrue
from sciatica_rules.outcome import Outcome
from sciatica_rules.population.batches import Screener
from sciatica_rules.population.columns import choose_columns
from sciatica_rules.population.report import page
from sciatica_rules.population.request import Request
from sciatica_rules.population.summary import Summary, Tally
from tests.building import fact, rule, ruleset
from tests.population.agreement import many_people
from tests.population.frames import arrow_table


def summary(*, intervention: str = "exercise_therapy", people: int = 60, **options: object) -> Summary:
    rules = load_rules(**options) if options else load_rules()  # type: ignore[arg-type]
    facts = list(rules.facts.values())
    table = arrow_table(many_people(facts, people, unknown=0.3, invalid=0.05), facts).combine_chunks()
    request = Request(rules.ruleset, intervention, "verdicts", on_invalid="unknown")
    columns = choose_columns(request, table.schema.names)
    tally = Tally(request, columns)
    for batch in table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]:
        tally.add(batch, Screener(request, columns, batch.schema).find(batch))
    return tally.summary()


class Tags(html.parser.HTMLParser):
    """Every tag with its attributes, and the tags that are left open."""

    EMPTY = frozenset({"meta", "rect", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def told() -> Summary:
    return summary()


def words(text: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL).split())


def test_every_tag_is_closed_and_nothing_is_fetched(told: Summary) -> None:
    text = page(told, "people.parquet")
    tags = Tags(text)
    assert tags.open == []
    assert {tag for tag, _ in tags.found} & {"script", "link", "img", "iframe", "object"} == set()
    assert [attributes for _, attributes in tags.found if attributes.keys() & {"src", "href", "onload"}] == []
    assert "url(" not in text
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")


def test_every_plot_can_be_heard(told: Summary) -> None:
    plots = [attributes for tag, attributes in Tags(page(told, "x")).found if tag == "svg"]
    assert len(plots) > 50
    assert all(attributes.get("aria-label") or attributes.get("aria-hidden") for attributes in plots)
    assert "Allowed: 0.0 %, Consult a doctor: " in str(plots[0]["aria-label"])


def test_it_says_who_has_not_looked_at_the_rules_and_which_rules_they_were(told: Summary) -> None:
    text = words(page(told, "people.parquet"))
    assert "No clinician has reviewed these rules yet." in text
    assert "get emergency care now" in text
    assert "Read from people.parquet" in text
    assert told.stamp.digest in text
    assert told.stamp.logic_digest in text
    assert all(topic in text.replace("&#39;", "'") for topic in told.not_covered)


def test_it_says_what_was_left_out_and_changed() -> None:
    text = words(page(summary(without=["safety_gate"], parameters={"fever_c": 37.5}), "x"))
    assert "safety_gate. Nothing of it was asked." in text
    assert "fever_c is 37.5, usually" in text


def test_a_nerve_block_is_for_the_treating_doctor() -> None:
    assert "for the treating doctor to decide" in words(page(summary(intervention="nerve_block_lidocaine"), "x"))


def test_questions_rules_and_answers_are_listed_the_most_frequent_first(told: Summary) -> None:
    text = words(page(told, "x")).replace("&#39;", "'")
    for section in (
        [f"{each.rule.title} {each.rule.id}," for each in told.applying()],
        [f"{each.fact.question} {each.fact.name}" for each in told.missing()],
        [f"{each.fact.question} {each.fact.name} must be" for each in told.invalid()],
    ):
        places = [text.index(line) for line in section[:15]]
        assert len(places) > 5
        assert places == sorted(places)


def test_nothing_of_a_file_or_of_a_rule_is_taken_for_markup() -> None:
    odd = ruleset([fact("a")], [rule("r", IsTrue("a"))])
    asked = Request(odd, "exercise_therapy", "verdicts")
    batch = pa.record_batch({"a": pa.array([True, None])})
    columns = choose_columns(asked, batch.schema.names)
    tally = Tally(asked, columns)
    tally.add(batch, Screener(asked, columns, batch.schema).find(batch))
    (count,) = tally.summary().rules
    sly = replace(count, rule=replace(count.rule, title="<script>alert(1)</script>"))
    text = page(replace(tally.summary(), rules=(sly,)), "</title><script>")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_population_without_anybody_or_anything_to_say_has_a_report() -> None:
    nobody = words(page(summary(people=0), "x"))
    assert "0 people screened" in nobody
    assert "None applies to anybody." in nobody
    assert "no answer is missing that a rule still needs" in nobody
    assert "None: of everybody it is known which rules apply." in nobody
    assert "every answer is one that its question allows" in nobody


def test_contradictory_answers_are_told() -> None:
    told = summary(people=400)
    assert told.conflicting
    assert f"The answers of {told.conflicting} (" in words(page(told, "x"))
    assert told.outcomes[Outcome.ALLOWED] + told.conflicting <= told.rows
