"""What faces the web: the public page with its chat, tracking, the staff console, and health for operators."""

from webhooks.app import UPLOAD_LIMIT, create_app

__all__ = ["UPLOAD_LIMIT", "create_app"]
