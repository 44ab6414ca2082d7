"""Provider webhooks: one thin route for all. The channel verifies and parses; the intake keeps."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from bots.shared.frame import ForgedError, HookRequest, Received, WebhookChannel, keep, pack, take_in
from core.intake.dead_letters import frames_of
from core.kernel.errors import PayloadError
from core.kernel.ports import KeepingChannel
from core.running.services import Services

log = structlog.get_logger()


def hooks(services: Services) -> Blueprint:
    blueprint = Blueprint("hooks", __name__)

    @blueprint.route("/webhooks/<account>", methods=["GET", "POST"])
    def receive(account: str) -> Response:
        """200 once every message is safe (taken in, on disk, or kept for an operator); 403 forged, 400 malformed.

        What can't be read or taken in although its sender has proven who it is, is kept before it is answered.
        """
        channel = services.channels.get(account)
        if not isinstance(channel, WebhookChannel):
            raise NotFound
        given = _neutral(services)
        try:
            channel.verify(given)
            received = _read(account, channel, given)
        except ForgedError as error:
            log.warning("webhook.forged", account=account, problem=str(error))
            return Response("forged", 403, content_type="text/plain")
        except PayloadError as error:
            log.warning("webhook.malformed", account=account, problem=str(error))
            return Response("malformed", 400, content_type="text/plain")
        forget = channel.forget if isinstance(channel, KeepingChannel) else None
        if problems := take_in(services.inbox, received, forget):
            keep(services.inbox, account, pack(given), problems)
        if not (received.messages or received.reports or received.broken):
            log.info("webhook.ignored", account=account)
        return Response(received.reply.body, received.reply.status, content_type=received.reply.content_type)

    def _read(account: str, channel: WebhookChannel, given: HookRequest) -> Received:
        try:
            return channel.receive(given)
        except PayloadError as error:
            services.inbox.keep(account, pack(given), str(error))
            raise
        except Exception as error:
            log.error("webhook.not_read", account=account, problem=type(error).__name__, frames=frames_of(error))
            services.inbox.keep(account, pack(given), type(error).__name__)
            raise PayloadError(f"{account}: {type(error).__name__}") from error

    return blueprint


def _neutral(services: Services) -> HookRequest:
    base = str(services.config.server.public_url or request.host_url).rstrip("/")
    body = request.get_data(cache=True)  # before `form`, which would use the stream up
    return HookRequest(
        method=request.method,
        url=base + request.full_path.rstrip("?"),
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.args.to_dict(),
        form=request.form.to_dict(),
        body=body,
        remote=request.remote_addr or "",
    )
