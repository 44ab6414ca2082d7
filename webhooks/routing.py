"""Pages as classes: a method says at which address it answers, and `Pages.add_to` puts all of them on a blueprint.

An endpoint is called as its method, so `url_for("staff.ticket")` finds `TicketPages.ticket`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint
from flask_limiter import Limiter

_View = TypeVar("_View", bound=Callable[..., Any])
_ROUTES = "_routes"
_LIMIT = "_limit"


def get(rule: str) -> Callable[[_View], _View]:
    """This method answers GET (and HEAD) at `rule`. It stands above the guards, so that they are passed first."""
    return _at(rule, "GET")


def post(rule: str) -> Callable[[_View], _View]:
    """This method answers POST at `rule`."""
    return _at(rule, "POST")


def limited(
    rate: str | Callable[[Any], str],
    *,
    by: Callable[[Any], str] | None = None,
    unless: Callable[[Any], bool] | None = None,
    counts: Callable[[Any, Any], bool] | None = None,
) -> Callable[[_View], _View]:
    """This method answers only so often ("60/minute"), counted by address.

    The others are methods of the same class: a `rate` that differs, whom to count `by`, `unless` nothing is to be
    counted, and whether a response `counts`.
    """
    options = {"limit_value": rate, "key_func": by, "exempt_when": unless, "deduct_when": counts}

    def mark(view: _View) -> _View:
        setattr(view, _LIMIT, options)
        return view

    return mark


class Pages:
    """The pages of one matter. A subclass takes what it needs when it is made; its methods are the views."""

    def add_to(self, blueprint: Blueprint, limiter: Limiter | None = None) -> None:
        """`limiter` counts the views that are `limited`. Raises TypeError where one is, and nobody counts."""
        for name, member in vars(type(self)).items():
            for rule, method in getattr(member, _ROUTES, ()):
                blueprint.add_url_rule(rule, name, self._view(name, limiter), methods=[method])

    def _view(self, name: str, limiter: Limiter | None) -> Callable[..., Any]:
        view: Callable[..., Any] = getattr(self, name)
        options = getattr(view, _LIMIT, None)
        if options is None:
            return view
        if limiter is None:
            raise TypeError(f"{type(self).__name__}.{name} is limited: give add_to the limiter")
        mine = {key: value.__get__(self) if callable(value) else value for key, value in options.items()}
        return limiter.limit(**mine)(view)


def _at(rule: str, method: str) -> Callable[[_View], _View]:
    def mark(view: _View) -> _View:
        setattr(view, _ROUTES, (*getattr(view, _ROUTES, ()), (rule, method)))
        return view

    return mark
