"""What is not even text or YAML that everyone reads alike."""

from __future__ import annotations

from tests.reading.refusal import CURL, FEVER, GENTLY, HISTORY, PACK, SOURCES, Refusal, edit, whole
from tests.reading.tiny import LIBRARY

_TITLE = "title: High fever"
_MESSAGE = "message: You have a fever."
_DISAGREE = "YAML readers disagree"
_NO_NUMBER = "neither a plainly written number"


def _plain(sentence: str, written: str, said: str) -> Refusal:
    """A plain scalar where text is expected; only the scalar may be complained about."""
    return edit(sentence, FEVER, _TITLE, f"title: ⟦{written}", said)


def _deep(levels: int) -> str:
    return LIBRARY[GENTLY].replace("when: always", f"when: {'[' * (levels - 1)}⟦[{']' * levels}")


CHARACTERS = (
    edit("a tab is refused", FEVER, "    - fever", "⟦\t- fever", "tab character"),
    edit("a tab inside text is refused", FEVER, _TITLE, "title: High⟦\tfever", "tab character"),
    whole("a byte order mark is refused", FEVER, "⟦\ufeff" + LIBRARY[FEVER], "byte order mark"),
    edit("a control character is refused", FEVER, _TITLE, "title: High⟦\x07 fever", "control character U+0007"),
    edit("a lone carriage return is refused", FEVER, _TITLE, "title: High⟦\rfever", "carriage return"),
    edit("a zero-width space is refused", FEVER, _TITLE, "title: High⟦\u200b fever", "U+200B (ZERO WIDTH SPACE)"),
    edit("a change of direction is refused", FEVER, _TITLE, "title: High⟦\u202e fever", "RIGHT-TO-LEFT OVERRIDE"),
    edit("a no-break space is refused", FEVER, _TITLE, "title:⟦\u00a0High fever", "NO-BREAK SPACE"),
    edit("a letter without a shape is refused", FEVER, _TITLE, "title: High⟦\u3164fever", "HANGUL FILLER"),
    edit("a line separator is refused", FEVER, _TITLE, "title: High⟦\u2028fever", "LINE SEPARATOR"),
    edit("the old next-line character is refused", FEVER, _TITLE, "title: High⟦\u0085fever", "U+0085"),
    edit("a code point that is no character is refused", FEVER, _TITLE, "title: High⟦\ufffffever", "U+FFFF"),
    edit("text that is not composed is refused", FEVER, _TITLE, "title: Fi⟦e\u0301vre", "not in Unicode normal form NFC"),
    whole("text that is not UTF-8 is refused", FEVER, b"id: high_fever\ntitle: Fi\xe8vre\n", "not UTF-8", at="2:10"),
    whole("UTF-16 is refused", FEVER, LIBRARY[FEVER].encode("utf-16"), "not UTF-8", at="1:1"),
    whole("an empty file is refused", FEVER, "", "the file is empty", at="1:1"),
    whole("a file of comments is refused", FEVER, "# nothing\n\n  # here\n", "the file is empty", at="1:1"),
    whole("a file of more than 256 KiB is refused", FEVER, LIBRARY[FEVER] + "#" * 262_144, "larger than 256 KiB", at="1:1"),
)

YAML_1_1 = (
    *(
        _plain(f"a plain {word} is refused", word, _DISAGREE)
        for word in ("yes", "No", "ON", "off", "y", "N", "~", "True", "FALSE", "Null", "=", "<<")
    ),
    *(
        _plain(f"a plain {number} is refused", number, _NO_NUMBER)
        for number in ("012", "0x1f", "0o17", "0b1", "1_000", "1e3", "1:30", "1:30:45", "+5", "5.", ".5", "-0", "-0.0")
    ),
    *(_plain(f"a plain date {date} is refused", date, _NO_NUMBER) for date in ("2026-11-22", "2026-11-22 10:00:00")),
    *(
        _plain(f"a plain {word} is refused", word, "not a finite number")
        for word in (".inf", "-.Inf", "+.INF", ".nan", ".NaN", "nan", "inf", "Infinity")
    ),
    _plain("a version without quotes is refused", "0.1.0", _NO_NUMBER),
    _plain("a number of more than fifteen digits is refused", "1234567890123456", "more than 15 digits"),
    edit("a value that is missing is refused", FEVER, _TITLE, "title:⟦", "a value is missing"),
    edit("an item that is missing is refused", FEVER, "    - fever", "    -⟦", "a value is missing"),
    _plain("text that starts with a question mark is refused", "?High fever", "starts with '?'"),
    _plain("text that starts with a colon is refused", ":High fever", "starts with ':'"),
    _plain("text that starts with a dash is refused", "-High fever", "starts with '-'"),
)

STRUCTURE = (
    _plain("an anchor is refused", "&anchor High fever", "anchors and aliases"),
    _plain("an alias is refused", "*anchor", "anchors and aliases"),
    edit("an anchor on a list is refused", FEVER, "sources: [", "sources: ⟦&a [", "anchors and aliases"),
    _plain("a tag is refused", "!!str High fever", "tags are not part"),
    _plain("a tag of an author is refused", "!title High fever", "tags are not part"),
    _plain("an empty tag is refused", "! High fever", "tags are not part"),
    edit("a merge key is refused", FEVER, _TITLE, "⟦<<: {title: High fever}", "a key may hold only"),
    whole("a start of a document is refused", FEVER, "⟦---\n" + LIBRARY[FEVER], "a file holds one document"),
    whole("a second document is refused", FEVER, LIBRARY[FEVER] + "⟦---\nid: other\n", "a file holds one document"),
    whole("an end of a document is refused", FEVER, LIBRARY[FEVER] + "⟦...\n", "a file holds one document"),
    whole("a directive is refused", FEVER, "⟦%YAML 1.2\n" + LIBRARY[FEVER], "directives"),
    edit("a duplicate key is refused", FEVER, _TITLE, f"{_TITLE}\n⟦title: Other", "duplicate key"),
    edit("a duplicate fact is refused", HISTORY, "  cancer:\n", "  ⟦fever: {}\n  cancer:\n", "duplicate key"),
    edit("a look-alike letter in a key is refused", FEVER, _TITLE, "⟦titl\u0435: High fever", "a key may hold only"),
    edit("a key with blanks is refused", FEVER, _TITLE, "⟦my title: High fever", "a key may hold only"),
    edit("a key of more than 64 characters is refused", FEVER, _TITLE, f"⟦{'a' * 65}: x", "more than 64 characters"),
    edit("a key in quotes is refused", FEVER, _TITLE, '⟦"title": High fever', "without quotes"),
    edit("a key that is read as a boolean is refused", HISTORY, "      past: C", "      ⟦no: C", f"a key that {_DISAGREE}"),
    edit("a key that is a number is refused", HISTORY, "      past: C", "      ⟦1: C", "a key may hold only"),
    edit("an explicit key is refused", FEVER, _TITLE, "? ⟦title\n: High fever", "followed by a colon"),
    edit("an explicit key in braces is refused", CURL, "{at_least: 20", "{? ⟦at_least : 20", "followed by a colon"),
    edit("a key without a value is refused", CURL, "{at_least: 20", "{⟦at_least", "followed by a colon"),
    edit("a key that is a list is refused", FEVER, _TITLE, "⟦[title]: High fever", "a key must be a plain word"),
    whole("nesting deeper than twenty levels is refused", GENTLY, _deep(20), "nested deeper than 20"),
    edit("text of more than 4000 characters is refused", FEVER, _MESSAGE, f"message: ⟦{'a' * 4_001}", "more than 4000"),
    edit("a block with a comment beside it is refused", FEVER, _MESSAGE, "message: ⟦>- # why\n  x", "'|' or '>'"),
    edit("a block that says its indentation is refused", FEVER, _MESSAGE, "message: ⟦>2\n    x", "'|' or '>'"),
    edit("a block that keeps its line ends is refused", FEVER, _MESSAGE, "message: ⟦>+\n  x", "'|' or '>'"),
)

MALFORMED = (
    edit("a question mark in braces is refused", FEVER, "{not: cleared}", "{not: cleared⟦?}", "a question mark must be"),
    edit("a question mark in a list is refused", FEVER, "[therapy]", "[the⟦?rapy]", "a question mark must be quoted"),
    edit("a second colon is refused", FEVER, _TITLE, "title: High⟦: fever", "a colon is not expected here"),
    edit("a line without a colon is refused", FEVER, _TITLE, "title\n⟦applies_too: x", "neither 'key: value' nor part"),
    edit("a wrong indentation is refused", PACK, "covers:", " ⟦covers:", "the indentation does not fit"),
    edit("an indentation that fits nothing is refused", FEVER, "    - {not:", "   ⟦- {not:", "the indentation does not fit"),
    edit("text that starts with a percent sign is refused", FEVER, _TITLE, "title: ⟦%x", "text cannot start with this"),
    edit("text that starts with a backtick is refused", FEVER, _TITLE, "title: ⟦`x`", "text cannot start with this"),
    edit("a list that is not closed is refused", FEVER, "guide]", "guide\nother⟦: x", "a list in [ ] is not closed"),
    edit("a mapping that is not closed is refused", CURL, "30}", "30\nother⟦: x", "a mapping in { } is not closed"),
    edit("an unknown escape is refused", FEVER, _TITLE, 'title: "\\⟦q"', "a backslash is followed by a character"),
    edit("an escape that is too short is refused", FEVER, _TITLE, 'title: "\\x⟦1"', "too few hexadecimal digits"),
    edit("an item that stands alone is refused", FEVER, _TITLE, "title: ⟦- x", "a list item is not expected here"),
    edit("an alias without a name is refused", FEVER, _TITLE, "title: *⟦ x", "anchors and aliases"),
    whole("a quote that is never closed is refused", SOURCES, 'article:\n  title: "x\n⟦', "a quote is opened and never"),
    whole("text after the document is refused", FEVER, "{id: x}\n⟦more\n", "text after the end of the document"),
    edit("an item beside a comma is refused", FEVER, "[therapy]", "[therapy, ⟦, x]", "a value is expected here"),
)

REFUSALS = (*CHARACTERS, *YAML_1_1, *STRUCTURE, *MALFORMED)
