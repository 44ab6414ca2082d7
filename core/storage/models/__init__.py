"""The mapped classes, one file for each part. What a column means stands beside it where the name does not say it.

Whoever uses one table knows all of them: relations are resolved by name, and migrations compare the whole.
"""

from core.storage.models.conversations import Conversation as Conversation
from core.storage.models.conversations import InboundMessage as InboundMessage
from core.storage.models.conversations import Media as Media
from core.storage.models.conversations import MediaState as MediaState
from core.storage.models.conversations import OutboundMessage as OutboundMessage
from core.storage.models.conversations import SendState as SendState
from core.storage.models.counts import TicketCount as TicketCount
from core.storage.models.counts import TicketCountChange as TicketCountChange
from core.storage.models.moderation import CannedReply as CannedReply
from core.storage.models.moderation import CloseReason as CloseReason
from core.storage.models.moderation import ConversationNote as ConversationNote
from core.storage.models.moderation import Escalation as Escalation
from core.storage.models.moderation import Urgency as Urgency
from core.storage.models.notices import NoticeKey as NoticeKey
from core.storage.models.notices import StaffNotice as StaffNotice
from core.storage.models.operations import AuditEntry as AuditEntry
from core.storage.models.operations import DeadLetterRecord as DeadLetterRecord
from core.storage.models.operations import KeyProof as KeyProof
from core.storage.models.operations import PollCursor as PollCursor
from core.storage.models.operations import Spending as Spending
from core.storage.models.programs import ApiToken as ApiToken
from core.storage.models.programs import FiledReport as FiledReport
from core.storage.models.programs import Subscription as Subscription
from core.storage.models.programs import WebhookCall as WebhookCall
from core.storage.models.staff import RecoveryCode as RecoveryCode
from core.storage.models.staff import Staff as Staff
from core.storage.models.staff import StaffChat as StaffChat
from core.storage.models.staff import StaffSession as StaffSession
from core.storage.models.surveys import SurveyAnswer as SurveyAnswer
from core.storage.models.surveys import SurveyInvitation as SurveyInvitation
from core.storage.models.surveys import SurveyStage as SurveyStage
from core.storage.models.tickets import Correction as Correction
from core.storage.models.tickets import EventVerb as EventVerb
from core.storage.models.tickets import Follower as Follower
from core.storage.models.tickets import Ticket as Ticket
from core.storage.models.tickets import TicketEvent as TicketEvent
from core.storage.models.tickets import TicketHolder as TicketHolder
from core.storage.models.tickets import TicketPhoto as TicketPhoto
