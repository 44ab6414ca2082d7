"""Prometheus counters of the domain."""

from prometheus_client import Counter, Gauge, Histogram

INBOUND = Counter("tanggap_inbound_messages", "Messages received, by what became of them", ["account", "taken"])
OUTBOUND = Counter("tanggap_outbound_messages", "Messages sent, by result", ["account", "result"])
UNANSWERED = Counter(
    "tanggap_unanswered", "What is not answered because of the number it came from", ["account", "reason"]
)
DELIVERY_SECONDS = Histogram("tanggap_delivery_seconds", "From queueing a message to its being sent", ["account"])
TICKETS = Counter("tanggap_tickets_opened", "Tickets opened", ["account"])
NLU_FALLBACKS = Counter("tanggap_understanding_away", "Messages taken without the NLU's answer")
NLU_SECONDS = Histogram(
    "tanggap_understanding_seconds",
    "Requests to the understanding, by what became of them: ok, or why not",
    ["outcome"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
NLU_RESTING = Gauge("tanggap_understanding_resting", "1 while the understanding is left alone because it failed")
HEARD_BEFORE = Counter(
    "tanggap_heard_before", "Messages taken in as they were heard, though the conversation had gone on meanwhile"
)
UNKNOWN_LABELS = Counter("tanggap_unknown_labels", "Labels of the model that config.yml does not know", ["what"])
READ_LATE = Counter("tanggap_read_late", "What was read once the understanding was back", ["what"])
REFUSED_ACTIONS = Counter("tanggap_refused_actions", "Actions of the dialogue that the workflow refused")
UNPROVEN = Counter(
    "tanggap_unproven", "Messages whose sender may be somebody else, and whether we wrote", ["account", "what"]
)
LEFT_ALONE = Counter(
    "tanggap_mails_left_alone", "Mails that were kept unanswered, by what they seemed to be", ["account", "nature"]
)
KEPT = Counter("tanggap_kept_payloads", "What was kept because it could not be parsed", ["account"])
PHOTOS_REFUSED = Counter("tanggap_photos_refused", "Photos of citizens that were not taken, by reason", ["reason"])
PHOTOS_PUT_OFF = Counter("tanggap_photos_put_off", "How often a photo had to wait because the disk is nearly full")
LOST_WAKES = Counter("tanggap_sweep_found", "Work that only the sweep found", ["what"])
LOGINS = Counter("tanggap_staff_logins", "Passwords and codes of staff, by what became of them", ["result"])
