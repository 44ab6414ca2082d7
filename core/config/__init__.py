"""The one file that an operator edits, config.yml: a module for each section, and the whole in `loading`."""

from core.config.areas import AreaFiles
from core.config.categories import Category, KindSection, Routing, Rule
from core.config.channels import Account
from core.config.city import City
from core.config.conversation import ConversationSection
from core.config.loading import Config, load_config
from core.config.privacy import Privacy
from core.config.server import Network, Server
from core.config.staff import GroupRole, ModerationSection, SignOn, StaffSection
from core.config.storage import Photos, Storage
from core.config.tickets import Clocks, Tickets
from core.config.understanding import UnderstandingSection, is_here
from core.config.units import UnitSection
from core.config.working_time import Hours, Week, Working, WorkingSpan

__all__ = [
    "Account",
    "AreaFiles",
    "Category",
    "City",
    "Clocks",
    "Config",
    "ConversationSection",
    "GroupRole",
    "Hours",
    "KindSection",
    "ModerationSection",
    "Network",
    "Photos",
    "Privacy",
    "Routing",
    "Rule",
    "Server",
    "SignOn",
    "StaffSection",
    "Storage",
    "Tickets",
    "UnderstandingSection",
    "UnitSection",
    "Week",
    "Working",
    "WorkingSpan",
    "is_here",
    "load_config",
]
