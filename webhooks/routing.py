"""Pages as classes: a method says at which address it answers, and `Pages.add_to` puts all of them on a blueprint.

An endpoint is called as its method, so `url_for("staff.ticket")` finds `TicketPages.ticket`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

_View = TypeVar("_View", bound=Callable[..., Any])
_ROUTES = "_routes"


def get(rule: str) -> Callable[[_View], _View]:
    """This method answers GET (and HEAD) at `rule`. It stands above the guards, so that they are passed first."""
    return _at(rule, "GET")


def post(rule: str) -> Callable[[_View], _View]:
    """This method answers POST at `rule`."""
    return _at(rule, "POST")


class Pages:
    """The pages of one matter. A subclass takes what it needs when it is made; its methods are the views."""

    def add_to(self, blueprint: Blueprint) -> None:
        for name, member in vars(type(self)).items():
            for rule, method in getattr(member, _ROUTES, ()):
                blueprint.add_url_rule(rule, name, getattr(self, name), methods=[method])


def _at(rule: str, method: str) -> Callable[[_View], _View]:
    def mark(view: _View) -> _View:
        setattr(view, _ROUTES, (*getattr(view, _ROUTES, ()), (rule, method)))
        return view

    return mark
