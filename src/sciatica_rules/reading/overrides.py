"""Parameters that a user sets at load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..condition import Number
from ..errors import ParameterError, did_you_mean
from ..intervention import Intervention
from ..parameter import Parameter
from ..profile import as_number
from ..units import from_to


def read_overrides(
    given: Mapping[str, object],
    parameters: Mapping[str, Parameter],
    interventions: Iterable[Intervention],
    allow_looser: bool,
) -> dict[str, Number]:
    """The overrides that change something. Raises ParameterError naming everything that is wrong.

    The usual value does, too, where an intervention has a looser one of its own, which gives way to it.
    """
    own = [(name, value) for each in interventions for name, value in each.parameters.items()]
    overrides: dict[str, Number] = {}
    wrong: list[str] = []
    for name, raw in given.items():
        parameter = parameters.get(name)
        if parameter is None:
            wrong.append(f"no parameter is called {name!r}{did_you_mean(str(name), parameters)}")
            continue
        value = as_number(raw)
        if value is None or not parameter.minimum <= value <= parameter.maximum:
            allowed = from_to(parameter.minimum, parameter.maximum, parameter.unit)
            wrong.append(f"{name}: must be a number from {allowed}")
        elif parameter.is_whole and value != int(value):
            wrong.append(f"{name}: must be a whole number")
        elif parameter.looser(value) and not allow_looser:
            wrong.append(f"{name}: {parameter.why_looser(value)}; pass allow_looser=True to set it all the same")
        elif value != parameter.value or any(
            parameter.prevails(value, number) for shadowed, number in own if shadowed == name
        ):
            overrides[name] = value
    if wrong:
        raise ParameterError("\n".join(wrong))
    return overrides
