"""Our own words for text that is not YAML at all. They never repeat the text: it may be a patient's."""

from __future__ import annotations

_NOT_YAML = ("this is not well-formed YAML", "")

_SAYINGS = (
    ("mapping values are not allowed", "a colon is not expected here", "quote text that holds a colon and a space"),
    ("could not find expected ':'", "this line is neither 'key: value' nor part of a text", "check the line before it"),
    ("expected <block end>", "the indentation does not fit the lines above", "indent with two spaces per level"),
    ("that cannot start any token", "text cannot start with this character", "quote it"),
    ("found unexpected end of stream", "a quote is opened and never closed", ""),
    ("expected ',' or ']'", "a list in [ ] is not closed, or a comma is missing", ""),
    ("expected ',' or '}'", "a mapping in { } is not closed, or a comma is missing", ""),
    ("found unknown escape character", "a backslash is followed by a character it cannot escape", "write \\\\"),
    ("escape sequence of", "a backslash is followed by too few hexadecimal digits", ""),
    ("expected the node content", "a value is expected here", ""),
    ("expected '<document start>'", "there is text after the end of the document", ""),
    ("sequence entries are not allowed", "a list item is not expected here", "start a list on a line of its own"),
    ("expected a comment or a line break", "nothing else may stand on the line of a '|' or '>'", ""),
    ("expected chomping or indentation", "nothing else may stand on the line of a '|' or '>'", ""),
    ("expected indentation indicator", "nothing else may stand on the line of a '|' or '>'", ""),
    (
        "expected alphabetic or numeric",
        "anchors and aliases are not part of this format",
        "write the value out in full",
    ),
)
"""What the Python reader of PyYAML says in part, with our message and hint."""


def malformed(said: str) -> tuple[str, str]:
    """Message and hint for what the YAML reader complained about."""
    for part, message, hint in _SAYINGS:
        if part in said:
            return message, hint
    return _NOT_YAML
