"""How staff come in and out, and their own account."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_limiter import Limiter

from core.running.services import Services
from webhooks.staff.signing_in.account import AccountPages
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.entrance import Entrance, EntrancePages
from webhooks.staff.signing_in.issuer import make_issuer
from webhooks.staff.signing_in.password import PasswordPages
from webhooks.staff.signing_in.second_factor import SecondFactorPages
from webhooks.staff.signing_in.sign_on import SignOnPages


def add(
    console: Blueprint,
    app: Flask,
    services: Services,
    limiter: Limiter,
    devices: Devices,
    attempts: Attempts,
    sign_on_secret: str | None,
) -> None:
    entrance = Entrance(services, devices)
    EntrancePages(services, entrance, devices, attempts).add_to(console, limiter)
    AccountPages(services, devices, attempts).add_to(console)
    PasswordPages(services, devices, attempts).add_to(console)
    SecondFactorPages(services).add_to(console)
    sign_on = services.config.staff.sign_on
    if sign_on is not None and services.reception is not None:
        issuer = make_issuer(app, sign_on, sign_on_secret)
        SignOnPages(services, sign_on, services.reception, issuer, entrance).add_to(console, limiter)
