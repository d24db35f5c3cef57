"""Shapes of Alertmanager's webhook, version 4, and of alerts."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from aiops.entrypoints.http.schemas.base import Answer, Limit, OptionalName, Request
from aiops.entrypoints.http.schemas.incidents import AlertItem

__all__ = ["AlertItem", "AlertPage", "AlertQuery", "Message", "Taken", "WebhookAlert"]

# Alertmanager's own: its webhook lists a group's alerts without a bound.
MOST_ALERTS = 1000
_NO_NUL = r"^[^\x00]*$"
LabelName = Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NUL)]
LabelText = Annotated[str, Field(max_length=4000, pattern=_NO_NUL)]
Labels = Annotated[dict[LabelName, LabelText], Field(max_length=64)]


class WebhookAlert(BaseModel):
    """One alert; fields that a later Alertmanager adds are no mistake."""

    model_config = ConfigDict(extra="ignore")

    status: Literal["firing", "resolved"]
    labels: Labels
    annotations: Labels = {}
    startsAt: AwareDatetime
    endsAt: AwareDatetime
    generatorURL: LabelText = ""
    fingerprint: Annotated[str, Field(min_length=1, max_length=64, pattern=_NO_NUL)]

    @field_validator("labels")
    @classmethod
    def named(cls, labels: dict[str, str]) -> dict[str, str]:
        """Refuse an alert without a name."""
        if not labels.get("alertname"):
            raise ValueError("the label alertname is missing")
        return labels


class Message(Request):
    """A message of Alertmanager."""

    model_config = ConfigDict(extra="ignore")

    alerts: Annotated[list[WebhookAlert], Field(max_length=MOST_ALERTS)]


class Taken(Answer):
    """How many alerts there were, and how many are kept."""

    received: int
    stored: int


class AlertQuery(Request):
    """Which part of the list."""

    cursor: OptionalName = ""
    limit: Limit = 50


class AlertPage(Answer):
    """Alerts, the newest first."""

    alerts: list[AlertItem]
    next_cursor: str | None
