"""Pages as classes: where their methods answer, and how often."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter

from webhooks.routing import Pages, get, limited, post


class Bakery(Pages):
    def __init__(self, rate: str) -> None:
        self._rate = rate

    def _by_name(self) -> str:
        return request.args.get("who", "nobody")

    def _today(self) -> str:
        return self._rate

    def _is_baker(self) -> bool:
        return self._by_name() == "baker"

    def _was_sold(self, response: Response) -> bool:
        return response.status_code == HTTPStatus.OK

    @get("/bread")
    @post("/bread")
    def bread(self) -> str:
        return request.method

    @get("/cake")
    @limited(_today, by=_by_name, unless=_is_baker)
    def cake(self) -> str:
        return "cake"

    @get("/pie")
    @limited("1/minute", counts=_was_sold)
    def pie(self) -> tuple[str, int]:
        return ("pie", HTTPStatus.OK) if "money" in request.args else ("", HTTPStatus.PAYMENT_REQUIRED)


def shop(rate: str = "2/minute") -> Flask:
    app, street = Flask(__name__), Blueprint("street", __name__)
    limiter = Limiter(lambda: "everybody", app=app, storage_uri="memory://")
    Bakery(rate).add_to(street, limiter)
    app.register_blueprint(street)
    return app


def test_a_method_answers_at_its_addresses_under_its_own_name() -> None:
    client = shop().test_client()
    assert (client.get("/bread").text, client.post("/bread").text) == ("GET", "POST")
    assert client.post("/cake").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert "street.bread" in client.application.view_functions


def test_a_limit_counts_whom_it_is_told_to_and_passes_over_whom_it_is_told_to() -> None:
    client = shop().test_client()
    assert [client.get("/cake?who=ani").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/cake?who=budi").status_code == HTTPStatus.OK
    assert [client.get("/cake?who=baker").status_code for _ in range(4)] == [200] * 4


def test_the_rate_is_the_one_of_the_very_page_that_was_made() -> None:
    assert [shop("1/minute").test_client().get("/cake?who=ani").status_code for _ in range(2)] == [200, 200]
    client = shop("1/minute").test_client()
    assert [client.get("/cake?who=ani").status_code for _ in range(2)] == [200, 429]


def test_only_responses_that_count_are_counted() -> None:
    client = shop().test_client()
    assert [client.get("/pie").status_code for _ in range(3)] == [402] * 3
    assert [client.get("/pie?money").status_code for _ in range(2)] == [200, 429]


def test_a_limited_page_without_a_limiter_is_refused_at_the_start() -> None:
    with pytest.raises(TypeError, match=r"Bakery\.cake is limited: give add_to the limiter"):
        Bakery("1/minute").add_to(Blueprint("street", __name__))
