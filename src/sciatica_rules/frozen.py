"""A mapping that nobody can change: rule sets are shared by every caller of the process."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict without the ways to change it. It can be copied and pickled, which a mapping proxy cannot."""

    __slots__ = ()

    def _refuse(self, *_given: object, **_named: object) -> NoReturn:
        raise TypeError("this mapping is never changed; make another one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)

    def __copy__(self) -> FrozenDict[K, V]:
        return self

    def __deepcopy__(self, _memo: object) -> FrozenDict[K, V]:
        return self


def freeze(instance: object, *names: str) -> None:
    """Put frozen copies in the place of these mappings of a frozen dataclass, while it is made."""
    for name in names:
        given = getattr(instance, name)
        if not isinstance(given, FrozenDict):
            object.__setattr__(instance, name, FrozenDict(given))
