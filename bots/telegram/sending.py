"""How a message looks in Telegram. Documentation: https://core.telegram.org/bots/api#sendmessage"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from core.kernel.errors import BlockedError, FinalError, RetryableError
from core.kernel.messages import ButtonKind, Outbound

_GONE = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid", "bot was blocked")
_TOKEN_MENDED_AFTER_S = 300


@contextmanager
def typed_errors() -> Iterator[None]:
    """Turns the library's errors into ours. https://core.telegram.org/bots/api#making-requests"""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        seconds = float(wait if isinstance(wait, int) else wait.total_seconds())
        raise RetryableError("Telegram asks to slow down", seconds) from error
    except Forbidden as error:
        raise BlockedError(f"Telegram: {error.message}") from error
    except BadRequest as error:
        gone = any(sign in error.message.lower() for sign in _GONE)
        raise (BlockedError if gone else FinalError)(f"Telegram: {error.message}") from error
    except InvalidToken as error:
        problem = "Telegram does not know the token; mend TANGGAP_…_TOKEN"
        raise RetryableError(problem, _TOKEN_MENDED_AFTER_S) from error
    except NetworkError as error:
        raise RetryableError(f"Telegram can't be reached: {type(error).__name__}") from error
    except TelegramError as error:
        # What is left may pass: a conflict with another poller, an answer that is no JSON.
        raise RetryableError(f"Telegram: {type(error).__name__}") from error


def keyboard(message: Outbound) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Inline buttons; a location can only be asked for by a reply keyboard, whose labels come back as text."""
    if any(button.kind is ButtonKind.LOCATION for button in message.buttons):
        asked = [b for b in message.buttons if b.kind is not ButtonKind.PHOTO]
        rows = [[KeyboardButton(b.label, request_location=b.kind is ButtonKind.LOCATION)] for b in asked]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    shown = [button for button in message.buttons if button.kind is ButtonKind.REPLY]
    if not shown:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(b.label, callback_data=b.id)] for b in shown])
