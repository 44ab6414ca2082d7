"""The database: mapped classes, sessions and migrations."""

from core.storage import models as models
