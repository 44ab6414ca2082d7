"""Provider webhooks: one thin route for all. The channel verifies and parses; the intake keeps."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from bots.frame import ForgedError, HookRequest, Received, WebhookChannel, pack
from core.errors import PayloadError
from core.intake import Taken
from core.ports import KeepingChannel
from core.services import Services

log = structlog.get_logger()


def hooks(services: Services) -> Blueprint:
    blueprint = Blueprint("hooks", __name__)

    @blueprint.route("/webhooks/<account>", methods=["GET", "POST"])
    def receive(account: str) -> Response:
        """200 once every message is safe (in the database or in the spool); 403 forged, 400 malformed.

        What is malformed although its sender has proven who it is, is kept for an operator before it is answered.
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
        for message in received.messages:
            if services.intake.take(message) is Taken.REPLAY and isinstance(channel, KeepingChannel):
                for media in message.media:
                    channel.forget(media)  # the first delivery's copy is the one that is used
        for report in received.reports:
            services.delivery.report(report)
        if not (received.messages or received.reports):
            log.info("webhook.ignored", account=account)
        return Response(received.reply.body, received.reply.status, content_type=received.reply.content_type)

    def _read(account: str, channel: WebhookChannel, given: HookRequest) -> Received:
        try:
            received = channel.receive(given)
        except PayloadError as error:
            services.door.keep(account, pack(given), str(error))
            raise
        except Exception as error:
            log.exception("webhook.not_read", account=account)
            services.door.keep(account, pack(given), type(error).__name__)
            raise PayloadError(f"{account}: {type(error).__name__}") from error
        if received.broken:
            services.door.keep(account, pack(given), "; ".join(str(problem) for problem in received.broken))
        return received

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
