"""The steps of a session: what stops it, what is forgotten at a stop, what lets it go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from .condition import Condition, Value
from .decide import judge, verdict
from .evidence import Finding, Findings, establish
from .origin import Origin
from .outcome import Hold, Verdict
from .profile import Profile
from .ruleset import HELD_FOR, BoundRule, RuleSet
from .truth import Truth


@dataclass(frozen=True, slots=True, repr=False)
class State:
    """A session between two observations."""

    ruleset: RuleSet
    intervention: str
    profile: Profile
    """What is known, the events of the last observation included; why the session is held is not part of it."""
    held: Hold
    as_of: datetime | None

    @property
    def profile_with_hold(self) -> Profile:
        """The profile as rules see it."""
        if HELD_FOR not in self.ruleset.vocabulary.facts:
            return self.profile
        return replace(self.profile, answers={**self.profile.answers, HELD_FOR: self.held.value})


def begin(ruleset: RuleSet, profile: Profile, intervention: str, as_of: datetime | None) -> State:
    """The state after the first step. Raises UnknownInterventionError."""
    ruleset.bound(intervention)
    held = Hold(str(profile.answers.get(HELD_FOR, Hold.NONE.value)))
    start = State(ruleset, intervention, _without(profile, {HELD_FOR}), held, as_of)
    return _settle_hold(start)


def observe(state: State, seen: Profile, withdrawn: Set[str], as_of: datetime | None) -> State:
    """The state after one more observation. ``withdrawn`` facts are no longer known."""
    events = {fact.name for fact in state.ruleset.vocabulary.facts.values() if fact.momentary}
    kept = _without(_forget(state, withdrawn | events), set(seen.answers))
    # A date alone does not make an old answer new.
    dated = {name: moment for name, moment in seen.observed.items() if name in seen.answers}
    now = Profile(
        answers={**kept.answers, **seen.answers},
        observed={**kept.observed, **dated},
        denies=tuple(dict.fromkeys((*kept.denies, *seen.denies))),
    )
    following = replace(state, profile=now, as_of=as_of or _later(state.as_of, dated))
    return _settle_hold(_void_clearances(state, following, given=seen.answers))


def _later(as_of: datetime | None, dated: Mapping[str, datetime]) -> datetime | None:
    """The moment of a session moves on with what is observed in it."""
    return None if as_of is None else max(as_of, *dated.values()) if dated else as_of


def _void_clearances(before: State, now: State, given: Mapping[str, Value]) -> State:
    """A clearance never covers what appeared after it was given, for this or any other intervention."""
    vocabulary = now.ruleset.vocabulary
    clearances = {fact.name for fact in vocabulary.facts.values() if fact.clearance}
    concerned = [rule for rule in now.ruleset.everywhere if clearances & vocabulary.closure(rule.reads)]
    if not _applying(concerned, _forgetting(now, clearances)) - _applying(concerned, _forgetting(before, clearances)):
        return now
    return _forgetting(now, clearances - set(given))


def _settle_hold(state: State) -> State:
    """Raise the hold where a stop rule applies; lift it where every rule that keeps it is known to be false.

    A stop counts whatever the session is about: discomfort that is told in a session of a block holds the exercises.
    """
    findings = _everything(state)
    holding = (rule for rule in state.ruleset.everywhere if rule.rule.hold is not Hold.NONE)
    stops = [rule for rule in holding if verdict(rule, findings) is Verdict.APPLIES]
    if stops:
        held = max(state.held, *(rule.rule.hold for rule in stops))
        said_before = frozenset().union(*(_said_before(rule, findings, state.ruleset) for rule in stops))
        return _forgetting(replace(state, held=held), said_before)
    return state if state.held is Hold.NONE or _is_kept(state, findings) else replace(state, held=Hold.NONE)


def _is_kept(state: State, findings: Findings) -> bool:
    """Whether any rule still keeps the hold, for this intervention or any other: a pack must never lift one.

    Nothing is known to be over while answers contradict each other.
    """
    keeping = [rule for rule in state.ruleset.everywhere if rule.keeps_a_hold]
    if not keeping or judge(state.ruleset.bound(state.intervention), findings).conflicts:
        return True
    return any(verdict(rule, findings) is not Verdict.DOES_NOT_APPLY for rule in keeping)


def _said_before(stop: BoundRule, findings: Findings, ruleset: RuleSet) -> frozenset[str]:
    """The answers that a stop makes void: the benign ones of those that it can."""
    return frozenset(name for name in voidable(stop, ruleset) if _is_benign(findings[name]))


def voidable(stop: BoundRule, ruleset: RuleSet) -> frozenset[str]:
    """The facts whose answers a stop can make void: what lifts its hold, save what the stop rule reads itself."""
    vocabulary = ruleset.vocabulary
    keeping = [rule for rule in ruleset.everywhere if rule.keeps_a_hold and _can_keep(rule, stop.rule.hold, ruleset)]
    read = vocabulary.closure(frozenset().union(*(rule.reads for rule in keeping)))
    return read - vocabulary.closure(stop.reads) - {HELD_FOR}


def _can_keep(resume: BoundRule, held: Hold, ruleset: RuleSet) -> bool:
    """Whether a resume rule could be about this hold: not known to be false by the hold alone."""
    facts = ruleset.vocabulary.facts
    nothing_known = {name: Finding(facts[name], Truth.UNKNOWN, None, Origin.UNKNOWN) for name in resume.reads}
    nothing_known[HELD_FOR] = Finding(facts[HELD_FOR], Truth.UNKNOWN, held.value, Origin.ANSWERED)
    return verdict(resume, nothing_known) is not Verdict.DOES_NOT_APPLY


def _is_benign(finding: Finding) -> bool:
    """Whether an answer could lift a hold. Only a boolean answer on its worse side surely could not."""
    worse = finding.fact.worse_answer
    return worse is None or finding.value is not worse


def _applying(rules: Iterable[BoundRule], state: State) -> frozenset[tuple[str, Condition]]:
    """The rules that apply; one whose threshold depends on the intervention counts once for each threshold."""
    findings = _everything(state)
    return frozenset((rule.rule.id, rule.when) for rule in rules if verdict(rule, findings) is Verdict.APPLIES)


def _forgetting(state: State, names: Set[str]) -> State:
    return replace(state, profile=_forget(state, names))


def _forget(state: State, names: Set[str]) -> Profile:
    """The profile without what it says of these facts, whether answered one by one or denied as a group.

    A group of which one fact is forgotten is no longer denied as a whole; its other facts keep their *no* as answers.
    """
    facts = state.ruleset.vocabulary.facts
    groups = {facts[name].group for name in names if facts[name].deniable is not None}
    reopened = groups.intersection(state.profile.denies)
    profile = _without(state.profile, names)
    if not reopened:
        return profile
    # A stale fact without an answer is a denial that has aged; it stays one.
    denied = {
        name: finding.fact.deniable
        for name, finding in _everything(state).items()
        if finding.origin in {Origin.DENIED, Origin.STALE} and finding.fact.group in reopened and name not in names
    }
    answers = {name: value for name, value in denied.items() if value is not None} | dict(profile.answers)
    return replace(profile, answers=answers, denies=tuple(group for group in profile.denies if group not in reopened))


def _everything(state: State) -> Findings:
    every_fact = frozenset(state.ruleset.vocabulary.facts)
    return establish(state.profile_with_hold, state.ruleset, every_fact, state.as_of)


def _without(profile: Profile, names: Set[str]) -> Profile:
    return Profile(
        answers={name: value for name, value in profile.answers.items() if name not in names},
        observed={name: moment for name, moment in profile.observed.items() if name not in names},
        denies=profile.denies,
    )
