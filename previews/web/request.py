"""What a request asks for; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from previews.model.dashboard import Dashboard
from previews.web.forms import RANGES

# More than a person chooses is somebody trying something.
_MOST_VALUES, _LONGEST = 20, 200
# As in Grafana a name for people may follow the uid.
_PAGE = re.compile(r"/d/([A-Za-z0-9_-]{1,64})(?:/[^/]*)?/?")
_THUMBNAIL = re.compile(r"/thumbnails/([A-Za-z0-9_-]{1,64})\.svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """
    A dashboard, and what was chosen on its page.

    Attributes:
        range: How far it looks back; "" for the dashboard's own.
        chosen: Values by the name of a variable.
    """

    uid: str
    range: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """What two wishes for the same picture have in common."""
        pairs = sorted((name, tuple(each)) for name, each in self.chosen.items())
        return self.uid, self.range, tuple(pairs)


def page_uid(path: str) -> str | None:
    """Return the uid of a dashboard's page."""
    found = _PAGE.fullmatch(unquote(path))
    return found[1] if found else None


def thumbnail_uid(path: str) -> str | None:
    """Return the uid of a dashboard's thumbnail."""
    found = _THUMBNAIL.fullmatch(path)
    return found[1] if found else None


def wish(address: str, dashboard: Dashboard) -> Wish:
    """Return what *address* chooses; what *dashboard* does not know is left out."""
    try:
        words = parse_qs(urlsplit(address).query, max_num_fields=50)
    except ValueError:
        words = {}
    names = {variable.name for variable in dashboard.variables}
    chosen = {
        name: tuple(value[:_LONGEST] for value in words[f"var-{name}"][:_MOST_VALUES])
        for name in names
        if f"var-{name}" in words
    }
    begin = words.get("from", [""])[0].removeprefix("now-")
    return Wish(
        uid=dashboard.uid,
        range=begin if begin in RANGES and begin != dashboard.range else "",
        chosen=chosen,
    )
