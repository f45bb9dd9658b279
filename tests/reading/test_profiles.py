"""Profiles from files: checked as strictly as rules, and never repeated in a report."""

from __future__ import annotations

import traceback
from decimal import Decimal

import pytest

from sciatica_rules.errors import ProfileError
from sciatica_rules.profile import Profile
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.reading.profiles import Format, each_profile, read_profile_lines, read_profile_text
from sciatica_rules.vocabulary import Vocabulary
from tests.reading.tiny import LIBRARY, unmarked, write

ANSWER = "7654"
"""What no report may show."""

MOMENT = "must be a date and time such as 2026-01-31T08:30:00+00:00, or null"


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return load_ruleset([write(tmp_path_factory.mktemp("tiny") / "rules", LIBRARY)]).vocabulary


def refuse(text: str, kind: Format, vocabulary: Vocabulary) -> list[str]:
    """The problems in one line each; the places where HERE stands are checked on the way."""
    text, places = unmarked(text)
    with pytest.raises(ProfileError) as caught:
        read_profile_text(text, kind, f"p.{kind}", vocabulary)
    error = caught.value
    assert [str(problem.location) for problem in error.problems] == [f"p.{kind}:{place}" for place in places]
    shown = "".join(traceback.format_exception(error))
    assert ANSWER not in shown
    assert error.__context__ is None
    return [f"{problem.fact}: {problem.message}" for problem in error.problems]


def test_a_yaml_profile_is_read(vocabulary: Vocabulary) -> None:
    text = "fever: true\ntemperature: 38.5\nseizures: 3\ncancer: none\n"
    text += 'observed: {fever: "2026-01-31"}\ndenies: [session]\n'
    profile = read_profile_text(text, "yaml", "p.yaml", vocabulary)
    assert profile.answers == {"fever": True, "temperature": Decimal("38.5"), "seizures": 3, "cancer": "none"}
    assert (list(profile.observed), profile.denies) == (["fever"], ("session",))


def test_a_json_profile_is_read_exactly(vocabulary: Vocabulary) -> None:
    text = '{"fever": null, "temperature": 37.600, "seizures": NaN, "cancer": "past"}'
    profile = read_profile_text(text, "json", "p.json", vocabulary)
    assert profile.answers == {"temperature": Decimal("37.6"), "cancer": "past"}


def test_null_is_unknown_in_yaml(vocabulary: Vocabulary) -> None:
    assert read_profile_text("fever: null\n", "yaml", "p.yaml", vocabulary).answers == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fever: ⟦yes\n", ["fever: a word that YAML readers disagree about"]),
        ("temperature: ⟦07654\n", ["temperature: neither a plainly written number nor plain text"]),
        ("temperature: ⟦7654\n", ["temperature: must be a number from 30 to 45, or null"]),
        ("seizures: ⟦.nan\n", ["seizures: not a finite number"]),
        ("fever: ⟦s7654\n", ["fever: must be true, false or null"]),
        ("⟦fevr: true\n", ["fevr: no fact has this name; did you mean 'fever'?"]),
        ("fever: true\n⟦fever: false\n", ["profile: duplicate key"]),
        ("fever: [7654: 7\n⟦", ["profile: a list in [ ] is not closed, or a comma is missing"]),
        ("fever: true\n⟦\tcancer: 7654\n", ["profile: tab character"]),
        ("⟦", ["profile: the file is empty"]),
        ("⟦[7654]\n", ["profile: must be a mapping of fact names to values"]),
        ("⟦7654\n", ["profile: must be a mapping of fact names to values"]),
        ("⟦null\n", ["profile: must be a mapping of fact names to values"]),
        ("⟦07654\n", ["profile: neither a plainly written number nor plain text"]),
        ("observed: {fever: ⟦2026-01-31}\n", ["observed.fever: neither a plainly written number nor plain text"]),
        ("observed: {fever: ⟦s7654}\n", [f"observed.fever: {MOMENT}"]),
        ("observed: {⟦fevr: null}\n", ["observed.fevr: no fact has this name; did you mean 'fever'?"]),
        ("denies: [session, ⟦no]\n", ["denies: a word that YAML readers disagree about"]),
        ("fever: ⟦no\ncancer: ⟦s7654\n", ["fever: a word that YAML readers disagree about",
         "cancer: must be one of none, active, past, or null"]),
    ],
)  # fmt: skip
def test_a_yaml_profile_is_refused(text: str, said: list[str], vocabulary: Vocabulary) -> None:
    assert refuse(text, "yaml", vocabulary) == said


def test_a_word_that_is_refused_leads_to_what_the_fact_may_hold(vocabulary: Vocabulary) -> None:
    with pytest.raises(ProfileError) as caught:
        read_profile_text("cancer: yes\nfever: no\ndenies: no\n", "yaml", "p.yaml", vocabulary)
    hints = [problem.hint for problem in caught.value.problems]
    assert hints[:2] == ["must be one of none, active, past, or null", "must be true, false or null"]
    assert hints[2].startswith("write true, false or null, or quote")


@pytest.mark.parametrize("loader", ["c", "pure"])
def test_both_loaders_refuse_alike(loader: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(ProfileError, match=r"p.yaml:1:10: profile: a question mark|text with a question mark"):
        read_profile_text("{cancer: no?ne}", "yaml", "p.yaml", vocabulary, "c" if loader == "c" else "pure")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('⟦{"fever": true, "fever": false}', ["fever: is given twice"]),
        ('{"temperature": ⟦7654}', ["temperature: must be a number from 30 to 45, or null"]),
        ('{\n  "cancer": "past",\n  "seizures": ⟦2.0\n}', ["seizures: must be a whole number from 0 to 100, or null"]),
        ('{⟦"fevr": 7654}', ["fevr: no fact has this name; did you mean 'fever'?"]),
        ('⟦{"fever": 7654, "observed": {"fever": null}}', ["fever: must be true, false or null"]),
        ('{"seizures": 7654⟦', ["profile: this is not well-formed JSON"]),
        ('{"seizures": 3} ⟦7654', ["profile: there is text after its end"]),
        ('⟦{"temperature": Infinity}', ["profile: an infinite number"]),
        ('⟦{"temperature": -Infinity}', ["profile: an infinite number"]),
        (f'⟦{{"seizures": {"7654" * 11}}}', ["profile: a number that is too long or too large"]),
        (f'⟦{{"temperature": 0.{"7654" * 11}}}', ["profile: a number that is too long or too large"]),
        ('⟦{"temperature": 7654e99999}', ["profile: a number that is too long or too large"]),
        (f"⟦{'[' * 100_000}", ["profile: nested too deeply"]),
        (f'⟦{{"cancer": "{"7654" * 70_000}"}}', ["profile: larger than 256 KiB"]),
        ("⟦null", ["profile: must be a mapping of fact names to values"]),
        ("⟦[7654]", ["profile: must be a mapping of fact names to values"]),
        ('{"denies": ⟦["sesion"]}', ["denies: no group is called 'sesion'; did you mean 'session'?"]),
    ],
)
def test_a_json_profile_is_refused(text: str, said: list[str], vocabulary: Vocabulary) -> None:
    assert refuse(text, "json", vocabulary) == said


LINES = '{"fever": true}\n\n{"fever": 7654}\n{"seizures": 2}\r\n{"fever": tru}\n'


def test_each_line_is_a_profile(vocabulary: Vocabulary) -> None:
    profiles = read_profile_lines('{"fever": true}\n\n{"cancer": "past"}\r\n', "p.ndjson", vocabulary)
    assert [profile.answers for profile in profiles] == [{"fever": True}, {"cancer": "past"}]


def test_the_problems_of_all_lines_are_told_at_once(vocabulary: Vocabulary) -> None:
    with pytest.raises(ProfileError) as caught:
        read_profile_lines(LINES, "p.ndjson", vocabulary)
    assert [str(problem.location) for problem in caught.value.problems] == ["p.ndjson:3:11", "p.ndjson:5:11"]


def test_one_bad_line_does_not_hide_the_others(vocabulary: Vocabulary) -> None:
    read = list(each_profile(LINES.split("\n"), "p.ndjson", vocabulary))
    assert [isinstance(each, Profile) for each in read] == [True, False, True, False]


def test_text_that_is_no_unicode_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(ProfileError, match=r"p\.yaml:1:8: profile: the file is not UTF-8 text"):
        read_profile_text("fever: \ud800", "yaml", "p.yaml", vocabulary)
    with pytest.raises(ProfileError, match="cancer: must be one of"):
        read_profile_text('{"cancer": "\\ud800"}', "json", "p.json", vocabulary)
