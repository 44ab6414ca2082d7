"""What the API sends and takes. The descriptions become the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from core.kernel.states import Kind, State
from webhooks.api.tokens import Scope

_NUMBER = "^[2-9CFGHJKMNPRTWXY]{4}-[2-9CFGHJKMNPRTWXY]{4}$"
Number = Annotated[str, Field(pattern=_NUMBER, examples=["K7M4-2XPR"])]


def _known(what: str) -> AfterValidator:
    """A code that this city has, or had under another name.

    The document lists them; the check gets them as the validation's context.
    """

    def check(code: str, info: ValidationInfo) -> str:
        if info.context is None:
            return code
        code = info.context.get(f"former {what}", {}).get(code, code)
        if code not in info.context[what]:
            raise ValueError(f"not one of this city's {what}")
        return code

    return AfterValidator(check)


CategoryCode = Annotated[str, _known("categories"), Field(json_schema_extra={"x-values": "categories"})]
AreaCode = Annotated[str, _known("areas"), Field(json_schema_extra={"x-values": "areas"})]
DESCRIPTION_LIMIT = 4000
"""Characters of a report that programs may send: promised, so it stays below what is kept."""
_TEXT = 4000


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RequestBody(BaseModel):
    """Strict: a number is no text, and what is not known is refused instead of being passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- places and categories -------------------------------------------------------------------------


class AreaName(Answer):
    code: str | None = Field(description="Kemendagri code of the smallest area that is known")
    kelurahan: str | None
    kecamatan: str | None
    kota: str | None


class AreaAnswer(Answer):
    code: str
    level: str = Field(description="kelurahan, kecamatan or kota")
    name: str
    kelurahan: str | None
    kecamatan: str | None
    kota: str
    postal_code: str | None
    lat: float = Field(description="A point inside, WGS 84")
    lon: float


class AreaList(Answer):
    items: list[AreaAnswer]


class CategoryAnswer(Answer):
    code: str
    names: dict[str, str] = Field(description="By language")
    unit: str = Field(description="The unit that is responsible")


class CategoryList(Answer):
    items: list[CategoryAnswer]


class Me(Answer):
    name: str
    scopes: list[Scope]
    role: str | None
    unit: str | None
    expires_at: datetime | None


# --- tickets ---------------------------------------------------------------------------------------


class PublicTicket(Answer):
    """As much as anybody may learn of a report by its number."""

    number: Number
    category: str
    state: State
    colour: str
    area: AreaName
    opened: date
    changed: date
    follow_up_photos: list[str] = Field(description="Paths of the photos of the work, where the report is public")


class TicketRow(Answer):
    """A line of the list, for the staff's side."""

    number: Number
    kind: Kind
    category: str
    state: State
    colour: str
    area: AreaName
    unit: str | None = Field(description="Code of the unit that has it")
    public: bool
    needs_person: list[str] = Field(description="What the bot left in doubt: kind, category, place")
    version: int
    opened: date
    changed: date
    due: date | None
    opened_at: datetime | None = Field(description="Only for roles that may see the hour")
    changed_at: datetime | None = Field(description="Only for roles that may see the hour")


class PlaceAnswer(Answer):
    words: str | None = Field(description="The place in the reporter's own words")
    lat: float | None
    lon: float | None
    approximate: bool


class PhotoAnswer(Answer):
    path: str
    width: int | None
    height: int | None


class EventAnswer(Answer):
    verb: str
    role: str
    by: str | None = Field(description="The member of staff")
    day: date
    at: datetime | None = Field(description="Only for roles that may see the hour")
    from_state: State | None
    to_state: State | None
    note: str | None
    photos: list[PhotoAnswer]


class StaffTicket(TicketRow):
    """A ticket with the fields that the token's role may see. Never who reported it, nor through which channel."""

    notice: str = Field(description="Report and reporter data may not be spread")
    description: str
    place: PlaceAnswer
    assignee: str | None = Field(description="The officer who handles it")
    rating: int | None
    photos: list[PhotoAnswer] = Field(description="The reporter's, where this role may see them")
    photos_hidden: int = Field(description="How many this role may not see")
    history: list[EventAnswer]
    next_states: list[State] = Field(description="Where this token may bring it from here")


class TicketPage(Answer):
    items: list[PublicTicket] | list[TicketRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one")


class TicketQuery(RequestBody):
    state: State | None = None
    kind: Kind | None = Field(None, description="Only with tickets:read")
    category: CategoryCode | None = None
    area: AreaCode | None = Field(None, description="An area and all that lies in it")
    unit: Annotated[str, Field(max_length=64)] | None = Field(None, description="A unit and all below it; tickets:read")
    opened_from: date | None = Field(None, description="The city's days; the hour is not for everybody")
    opened_to: date | None = None
    changed_from: date | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(pattern="^[0-9a-f]{1,15}$")] | None = None


class AreaQuery(RequestBody):
    under: AreaCode | None = Field(None, description="Only what lies in this area")


class NoQuery(RequestBody):
    pass


class Move(RequestBody):
    """A step of the state table."""

    to: State
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="The version that the decision was based on; or send If-Match"
    )
    note: Annotated[str, Field(max_length=_TEXT)] | None = Field(None, description="The citizen reads it")
    photos: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=10)] = Field(
        [], description="Of /photos: the evidence of the work"
    )
    unit: Annotated[str, Field(max_length=64)] | None = Field(None, description="To whom it is given")
    main: Number | None = Field(None, description="Into which ticket it is merged")
    turn_to: Annotated[str, Field(max_length=255)] | None = Field(
        None, description="Where the citizen may turn with what is not the city's"
    )


class Note(RequestBody):
    text: Annotated[str, Field(min_length=1, max_length=_TEXT, pattern=r"\S")] = Field(
        description="For staff only; nobody is told"
    )


# --- reports ---------------------------------------------------------------------------------------


class PlaceWanted(RequestBody):
    """At least one of: a position, an address, an area."""

    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    address: Annotated[str, Field(max_length=1000)] | None = None
    area: AreaCode | None = None


class Reporter(RequestBody):
    """Kept encrypted, and never shown to those who handle the report."""

    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    phone: Annotated[str, Field(max_length=32, pattern=r"^\+?[0-9][0-9 .()-]{4,30}$")] | None = None
    name: Annotated[str, Field(max_length=200)] | None = None


class Report(RequestBody):
    category: CategoryCode
    kind: Kind = Kind.COMPLAINT
    description: Annotated[str, Field(min_length=1, max_length=DESCRIPTION_LIMIT)]
    place: PlaceWanted
    reporter: Reporter = Reporter()
    public: bool = Field(False, description="The reporter agrees that the report may be shown")
    photos: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=10)] = Field(
        [], description="Of /photos"
    )


class Filed(Answer):
    number: Number
    state: State
    area: AreaName
    path: str
    needs_person: list[str] = Field(description="What somebody will have to look at: place")


class PhotoTaken(Answer):
    photo: str = Field(description="Name it in a report or a step within a day")
    width: int
    height: int


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[dict[str, Any]] | None = None
