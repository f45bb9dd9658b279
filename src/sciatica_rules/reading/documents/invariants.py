"""``invariants.yaml``: safety promises, each a sentence with what must hold for it to be true."""

from __future__ import annotations

from ...condition import Always
from ...invariant import AllowedOnlyWhere, Demands, Invariant, NeverLooserThan, Promise, ReleasesToo
from ...outcome import Hold, Outcome
from ..conditions import read_condition
from ..fields import Fields, Read, by_id, place_of_key
from ..nodes import Node, Scalar
from ..problems import Problems
from ..text import Spot

EVERYTHING = "everything"
"""Said of the interventions that a promise is about, in place of a list of tags."""

_FORMS = {
    "demands": ("when", "unanswered"),
    "never_looser_than": (),
    "allowed_only_where": ("leaving_aside",),
    "release_of": ("releases",),
}
"""The key that says what is promised, with the keys that go with it."""

_COMMON = ("except_for", "pack")
_OUTCOMES = {outcome.value: outcome for outcome in Outcome if outcome > Outcome.ALLOWED}
_HOLDS = {hold.value: hold for hold in Hold if hold > Hold.NONE}


def read_invariants(node: Node, problems: Problems) -> list[Read[Invariant]]:
    """``invariants.yaml``."""
    return [
        _invariant(name, entry, problems, place_of_key(node, name))
        for name, entry in by_id(node, problems, "invariants with their names as keys").items()
    ]


def _invariant(name: str, node: Node, problems: Problems, spot: Spot) -> Read[Invariant]:
    entries = getattr(node, "entries", {})
    form = next((key for key in _FORMS if key in entries), "demands")
    fields = Fields(node, problems, "an invariant", ("sentence", "for", form), (*_FORMS[form], *_COMMON))
    invariant = Invariant(
        id=name,
        sentence=fields.text("sentence"),
        concerns_tags=_tags(fields),
        promise=_promise(form, fields, problems),
        except_for=fields.identifiers("except_for", "a list of tags"),
        pack=fields.identifier("pack"),
        location=spot.location,
    )
    return Read(name, invariant, spot, node, fields.doubted)


def _tags(fields: Fields) -> tuple[str, ...]:
    node = fields.node_at("for")
    if isinstance(node, Scalar) and node.value == EVERYTHING:
        return ()
    return fields.identifiers("for", f"a list of tags, or {EVERYTHING}")


def _promise(form: str, fields: Fields, problems: Problems) -> Promise:
    match form:
        case "never_looser_than":
            return NeverLooserThan(fields.identifiers(form, "a list of interventions"))
        case "allowed_only_where":
            return AllowedOnlyWhere(fields.identifier(form), fields.identifiers("leaving_aside", "a list of rules"))
        case "release_of":
            worse = fields.one_of(form, _HOLDS)
            milder = fields.one_of("releases", _HOLDS) if "releases" in fields else Hold.NONE
            if fields.trusts(form, "releases") and not Hold.NONE < milder < worse:
                problems.add(fields.spot("releases"), f"releases names a hold that is milder than {worse}")
            return ReleasesToo(worse, milder)
        case _:
            return _demands(fields, problems)


def _demands(fields: Fields, problems: Problems) -> Demands:
    if "when" not in fields and "unanswered" not in fields and "demands" in fields and fields.trusts("when"):
        problems.add(fields.spot("demands"), "an invariant that demands an outcome says when, or what is unanswered")
    return Demands(
        outcome=fields.one_of("demands", _OUTCOMES),
        when=fields.read("when", read_condition) or Always(),
        unanswered=fields.identifiers("unanswered", "a list of facts"),
    )
