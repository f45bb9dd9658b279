"""A parameter that is set at load loosens no decision, or somebody insists on it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sciatica_rules import Outcome, ParameterError, Rules, load_rules
from sciatica_rules.condition import Any, Compare, IsTrue, OneOf, Operator
from sciatica_rules.outcome import Effect
from sciatica_rules.parameter import Stricter
from sciatica_rules.proof.cover import OutOfBudgetError
from sciatica_rules.proof.overrides import loosened, refuse_looser
from sciatica_rules.proof.variants import variants
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import FactType
from tests import building


@pytest.mark.parametrize(
    "overrides",
    [
        {"fever_c": Decimal("37.5")},
        {"max_repetitions": 5},
        {"betamethasone_interval_days": 30},
        {"adult_age_years": 21},
    ],
)
def test_a_stricter_override_is_taken(overrides: dict[str, Decimal]) -> None:
    refuse_looser(load_rules(parameters=overrides).ruleset)


@pytest.mark.parametrize(
    ("overrides", "witness"),
    [
        ({"fever_c": Decimal("38.5")}, "body_temperature_c: 38"),
        ({"max_repetitions": 20}, "planned_repetitions: 11"),
        ({"severe_pain_nrs": 7}, "pain_nrs: 7"),
        ({"betamethasone_interval_days": 3, "fever_c": Decimal("37.5")}, "days_since_last_betamethasone: 3"),
    ],
)
def test_a_looser_override_is_refused_with_somebody(overrides: dict[str, Decimal], witness: str) -> None:
    ruleset = load_rules(parameters=overrides, allow_looser=True).ruleset
    with pytest.raises(ParameterError, match=witness) as caught:
        refuse_looser(ruleset)
    assert "allow_looser=True" in str(caught.value)


def test_several_stricter_overrides_are_taken_together() -> None:
    refuse_looser(load_rules(parameters={"fever_c": Decimal("37.5"), "max_repetitions": 5}).ruleset)


def test_what_could_not_be_searched_through_is_judged_by_its_declared_side(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise OutOfBudgetError

    monkeypatch.setattr("sciatica_rules.proof.overrides.loosened", give_up)
    refuse_looser(load_rules(parameters={"fever_c": Decimal("37.5")}).ruleset)
    with pytest.raises(ParameterError, match="is looser than the usual"):
        refuse_looser(load_rules(parameters={"fever_c": 39}, allow_looser=True).ruleset)


def test_an_override_that_cannot_be_proved_is_judged_by_its_declared_side() -> None:
    looser = load_rules(parameters={"fever_c": Decimal("38.5")}, allow_looser=True).ruleset
    with pytest.raises(ParameterError, match="is looser than the usual"):
        refuse_looser(looser, budget=0)
    refuse_looser(load_rules(parameters={"fever_c": Decimal("37.5")}).ruleset, budget=0)


def test_loading_shows_whose_decision_gets_milder() -> None:
    with pytest.raises(ParameterError) as caught:
        load_rules(parameters={"max_sessions_per_day": 3})
    refusal, witness = str(caught.value).splitlines()
    assert refusal == (
        "max_sessions_per_day: 3 in place of the usual 2 loosens decisions;"
        " pass allow_looser=True to set it all the same"
    )
    assert witness == (
        "    exercise_therapy is consult_doctor for {sessions_per_day: 3, otherwise typical} with the usual values,"
        " and allowed with the override"
    )
    rules = load_rules(parameters={"max_sessions_per_day": 3}, allow_looser=True)
    assert rules.ruleset.overrides == {"max_sessions_per_day": 3}


def test_the_looser_side_needs_to_be_insisted_on_even_where_only_a_precaution_is_lost() -> None:
    with pytest.raises(ParameterError, match=r"10 is looser than the usual 3 \(lower is stricter\)"):
        load_rules(parameters={"first_attempt_repetitions": 10})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("fever", 37.6, "no parameter is called 'fever'; did you mean 'fever_c'"), ("fever_c", 41, "from 37.5 to 39.0")],
)
def test_nothing_is_proved_of_a_parameter_that_cannot_be_set(name: str, value: float, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        load_rules(parameters={name: value})


@pytest.mark.parametrize("effect", [Effect.BLOCKED, Effect.CONSULT_DOCTOR])
def test_an_override_that_loosens_only_for_those_who_deny_a_group_is_refused(effect: Effect) -> None:
    heat = building.fact("heat", type=FactType.DECIMAL, minimum=34, maximum=43, typical=37, group="heat")
    ill = building.fact("ill", typical=False, implied_by=Compare("heat", Operator.AT_LEAST, "hot"))
    hot = building.parameter("hot", 38, Stricter.LOWER)
    usual = building.ruleset([heat, ill], [building.rule("one", IsTrue("ill"), effect)], parameters=[hot])
    person = {"heat": 38, "denies": ["history"]}
    changed = replace(usual, overrides={"hot": 39})
    assert Rules(changed).outcome(person, "exercise_therapy") is Outcome.ALLOWED < effect.demand
    assert Rules(usual).outcome(person, "exercise_therapy") is effect.demand
    example = loosened(usual, {"hot": 39})
    assert example is not None
    assert loosened(usual, {"hot": 37}) is None
    assert Rules(usual).outcome(example.answers, "exercise_therapy") is example.outcome
    assert Rules(changed).outcome(example.answers, "exercise_therapy") < example.outcome


def test_the_usual_value_is_tried_as_a_user_sets_it() -> None:
    count = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=9, typical=0)
    many = building.rule("many", Any((Compare("count", Operator.ABOVE, "most"), Compare("count", Operator.ABOVE, 3))))
    most = building.parameter("most", 3, Stricter.LOWER)
    place = building.intervention("exercise_therapy", parameters={"most": 5})
    tried = variants(building.ruleset([count], [many], [place], [most]))["most"]
    assert [each.values_for(place)["most"] for each in tried if each.values["most"] == 3] == [3]


def test_what_a_list_of_numbers_tells_apart_is_tried() -> None:
    count = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=9, typical=0)
    many = building.rule("many", Any((Compare("count", Operator.ABOVE, "most"), OneOf("count", (2, 7)))))
    most = building.parameter("most", 4, Stricter.LOWER)
    tried = variants(building.ruleset([count], [many], parameters=[most]))["most"]
    assert {1, 2, 3, 6, 7, 8} < {each.values["most"] for each in tried}


def mistaken(value: int) -> RuleSet:
    """A rule set that calls the lower side of its limit the stricter one, though its rule blocks above."""
    count = building.fact("count", type=FactType.INTEGER, minimum=0, maximum=9, typical=0)
    few = building.rule("few", Compare("count", Operator.BELOW, "least"))
    least = building.parameter("least", 3, Stricter.LOWER)
    return building.ruleset([count], [few], parameters=[least], overrides={"least": value})


def test_a_side_that_is_wrongly_declared_stricter_deceives_nobody() -> None:
    with pytest.raises(ParameterError, match=f"is {Outcome.BLOCKED} for .count: 2.* and {Outcome.ALLOWED} with"):
        refuse_looser(mistaken(2))
    with pytest.raises(ParameterError, match="4 is looser than the usual 3"):
        refuse_looser(mistaken(4))
