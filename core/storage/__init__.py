"""The database: mapped classes, sessions and migrations.

Whoever uses one table knows all of them: relations are resolved by name, and migrations compare the whole.
"""

from core.storage import api_models as api_models
from core.storage import count_models as count_models
from core.storage import models as models
from core.storage import office_models as office_models
