"""The two YAML loaders of PyYAML never lead to different answers."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sciatica_rules.reading.nodes import Mapping, Node, Scalar, Sequence, read_nodes
from tests.reading.tiny import CURL, HIGH_FEVER, PACK

MIXED = """\
id: a
list: [a, b]
deep: {a: 1, b: {c: [1.5, true]}}
folded: >-
  some text
  more
quoted: "text: quoted"
items:
  - {given: {a: 1}, expect: b}
  - given: {a: b,
      c: d}
    expect: x
single: 'it''s'
literal: |
  one
  two
# comment
last: null
"""

PIECES = st.sampled_from([
    *"?:-,[]{}#&*!|>'\"%@`~ \n.=\\0aé\t\r\x00\u0085\u00a0\u2028\ufeff",
    *("  ", "\n  ", "\n\n", "\n- ", ": ", ": \n", "::", "- ", "? ", "?x", "-x", ":x", "a:b", "#x", " #", "'\n", '"\n'),
    *(">-", "|2", "|+", ">1-", '"\\', "\\n", "\\x4", "\\u1234", "<<: ", "--- ", "...", "%YAML", "!!str ", "&a ", "*a"),
    *("[]", "{}", "{a}", "[a: b]", "[? a]"),
])  # fmt: skip
"""What a slip of the hand, another program or a clever author may leave in a file."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A file that could be read, after a few small accidents."""
    text = draw(st.sampled_from([MIXED, MIXED, HIGH_FEVER, CURL, PACK]))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 2)):
            case 0:
                text = text[:at] + draw(PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 5)) :]
            case _:
                other = draw(st.integers(0, len(text)))
                text = text[:at] + text[other : other + draw(st.integers(1, 12))] + text[at:]
    return text


def told(text: str, loader: str) -> object:
    """Everything that can be seen of what was read: the problems, or every node with its place and value."""
    node, problems = read_nodes("file.yaml", text.encode(), "c" if loader == "c" else "pure")
    return [str(problem) for problem in problems] or seen(node)


def seen(node: Node | None) -> object:
    match node:
        case Scalar():
            place = (node.line, node.column, node.end_line, node.end_column)
            return (*place, type(node.value), node.value, node.quoted)
        case Sequence():
            return (node.line, node.column, node.end_line, node.end_column, [seen(item) for item in node.items])
        case Mapping():
            entries = [(key, seen(node.keys[key]), seen(value)) for key, value in node.entries.items()]
            return (node.line, node.column, node.end_line, node.end_column, entries)
        case None:
            return None


@settings(max_examples=400, deadline=None)
@given(mutated())
@example("a: {b: x?y}\n")
@example("a: [?x]\n")
@example("a: >#x\n  y\n")
@example("a: |-#\n  y\n")
@example("a: [x:y]\n")
@example("{? a}\n")
@example("a: b\n \n# c\n  d\n")
@example("a: 'x\n\n  y'\n")
def test_both_loaders_tell_the_same(text: str) -> None:
    assert told(text, "c") == told(text, "pure")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-?[]{},#&*!|>'\"%@` \n\\0"), max_size=25))
def test_both_loaders_tell_the_same_of_any_text(text: str) -> None:
    assert told(text, "c") == told(text, "pure")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    node, problems = read_nodes("file.yaml", data)
    assert (node is None) <= bool(problems)


def test_what_only_the_c_loader_would_refuse_is_still_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No such text is known; if one is found, the two must not lead to a rule set here and to none there."""

    class Refusing(yaml.SafeLoader):
        def get_event(self) -> object:
            raise yaml.YAMLError

    monkeypatch.setattr(yaml, "CSafeLoader", Refusing)
    _, problems = read_nodes("file.yaml", b"a: b\n", "c")
    assert [problem.message for problem in problems] == ["this is not well-formed YAML"]
