"""Real SMTP and HTTP receivers hear of an incident once, and hear no secret."""

import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aiops.adapters.notify.channels import channels
from aiops.adapters.notify.sender import Sender
from aiops.adapters.storage import anomalies
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import outbox
from aiops.adapters.storage.incidents.diagnoses import Diagnoses
from aiops.adapters.storage.incidents.rounds import Audience, Rounds
from aiops.adapters.storage.leases import Leases
from aiops.adapters.storage.migrate import migrate
from aiops.adapters.storage.tables.incidents import outbox as table
from aiops.domain.incidents.delivery import GIVE_UP_S, MOST_IN_WINDOW
from aiops.domain.incidents.notices import Notice, NoticeKind
from aiops.errors import LeaseLost
from aiops.notify import Notify
from tests.integration.alertmanager.sinks import Mail, Web, mail_sink, web_sink
from tests.unit.aiops.incidents.factories import NOW_S, anomaly

SECRET = "canary-5f0c"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path}/engine.db")
    migrate(found)
    yield found
    found.close()


@pytest.fixture
def web() -> Iterator[Web]:
    with web_sink() as found:
        yield found


@pytest.fixture
def mail(free_port: int) -> Iterator[Mail]:
    with mail_sink("pharos", SECRET, free_port) as found:
        yield found


def settings(web: Web, mail: Mail) -> Notify:
    return Notify(
        slack_url=f"{web.url}/slack/{SECRET}",
        webhook_url=f"{web.url}/hook/{SECRET}",
        smtp_url=f"smtp://pharos:{SECRET}@127.0.0.1:{mail.port}",
        mail_to=("team@example.org",),
        pagerduty_key=SECRET,
        pagerduty_url=f"{web.url}/pagerduty",
        console_url="http://127.0.0.1:8090",
    )


def open_incident(database: Database, notify: Notify, at_s: float = NOW_S + 5) -> None:
    with database.write() as connection:
        anomalies.put(connection, [anomaly(seen_s=NOW_S + 500)])
    Rounds(database, Audience(channels=notify.first)).once(at_s)


def sender(database: Database, notify: Notify) -> Sender:
    return Sender(
        database, channels(notify), stack="dev", console_url=notify.console_url
    )


def states(database: Database) -> set[tuple[str, str, str]]:
    with database.read() as connection:
        rows = connection.execute(table.select()).all()
    return {(row.channel, row.state, row.error) for row in rows}


def test_every_channel_hears_once_that_it_opened(
    stored: Database, web: Web, mail: Mail
) -> None:
    notify = settings(web, mail)
    open_incident(stored, notify)
    for at_s in (6, 7, 60):
        sender(stored, notify).once(NOW_S + at_s)
    (slack,) = web.to("/slack")
    assert "opened: Error spike detected in /payment (high, INC-" in slack["text"]
    assert "http://127.0.0.1:8090/" in slack["text"]
    (event,) = web.to("/pagerduty")
    assert (event["event_action"], event["routing_key"]) == ("trigger", SECRET)
    assert event["payload"]["severity"] == "error"
    (hook,) = web.to("/hook")
    assert (hook["event"], hook["incident"]["services"]) == ("opened", ["payment"])
    (letter,) = mail.to("team@example.org")
    assert str(letter["Subject"]).strip().startswith("[dev] opened: Error spike")
    assert letter["Message-ID"]


def test_what_fails_is_tried_again_until_it_arrives(
    stored: Database, web: Web, mail: Mail
) -> None:
    notify = replace(settings(web, mail), smtp_url="", slack_url="", pagerduty_key="")
    web.failures[f"/hook/{SECRET}"] = 2
    open_incident(stored, notify)
    ours = sender(stored, notify)
    arrived = [ours.once(NOW_S + at_s) for at_s in (6, 7, 12, 13, 23, 60)]
    assert arrived == [0, 0, 0, 0, 1, 0]
    assert len(web.to("/hook")) == 1


def test_what_never_arrives_is_given_up_and_says_no_secret(
    stored: Database, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        notify = Notify(
            webhook_url=f"http://127.0.0.1:{port}/{SECRET}",
            smtp_url=f"smtp://pharos:{SECRET}@127.0.0.1:{port}",
            mail_to=("team@example.org",),
        )
        open_incident(stored, notify)
        with caplog.at_level(logging.DEBUG):
            for at_s in (6.0, GIVE_UP_S + 10):
                sender(stored, notify).once(NOW_S + at_s)
    assert states(stored) == {
        ("webhook", outbox.GIVEN_UP, "NewConnectionError"),
        ("mail", outbox.GIVEN_UP, "ConnectionRefusedError"),
    }
    assert SECRET not in caplog.text
    assert SECRET not in repr(notify)


def test_a_wrong_password_is_told_without_it(
    stored: Database, web: Web, mail: Mail
) -> None:
    wrong = f"smtp://pharos:not-{SECRET}@127.0.0.1:{mail.port}"
    notify = Notify(smtp_url=wrong, mail_to=("team@example.org",))
    open_incident(stored, notify)
    sender(stored, notify).once(NOW_S + 6)
    ((_, state, error),) = states(stored)
    assert state == outbox.WAITING
    assert error.startswith("SMTP")
    assert mail.messages == []


def test_too_many_at_once_wait(stored: Database, web: Web, mail: Mail) -> None:
    notify = replace(settings(web, mail), smtp_url="", slack_url="", pagerduty_key="")
    open_incident(stored, notify)
    with stored.read() as connection:
        (parcel,) = outbox.due(connection, NOW_S + 5, limit=1)
    notices = [
        Notice(incident=parcel.incident, kind=NoticeKind.REMINDER, dedup_key=str(n))
        for n in range(MOST_IN_WINDOW + 10)
    ]
    with stored.write() as connection:
        outbox.add(connection, notices, ["webhook"], [], NOW_S + 5)
    ours = sender(stored, notify)
    sent = sum(ours.once(NOW_S + 6 + tenth / 10) for tenth in range(10))
    assert sent == MOST_IN_WINDOW
    assert sum(ours.once(NOW_S + 700 + n) for n in range(3)) == 11


def test_two_replicas_send_it_once(stored: Database, web: Web, mail: Mail) -> None:
    notify = settings(web, mail)
    open_incident(stored, notify)
    leases = Leases(stored)
    old = leases.take("notifications", "one", -1.0)
    new = leases.take("notifications", "two", 60.0)
    assert sender(stored, notify).once(NOW_S + 6, new) == 4
    open_incident(stored, notify, NOW_S + 20)
    with stored.write() as connection:
        connection.execute(table.update().values(state=outbox.WAITING))
    with pytest.raises(LeaseLost):
        sender(stored, notify).once(NOW_S + 21, old)
    assert len(web.requests) == 3


def test_channel_that_stumbles_keeps_nothing_from_the_others(
    stored: Database, web: Web
) -> None:
    notify = Notify(
        webhook_url=f"{web.url}/hook/{SECRET}",
        # No number of a port: what reads it raises what nobody expects of a channel.
        smtp_url="smtp://127.0.0.1:99999",
        mail_to=("team@example.org",),
    )
    open_incident(stored, notify)
    sender(stored, notify).once(NOW_S + 6)
    assert len(web.to("/hook")) == 1
    assert ("mail", outbox.WAITING, "ValueError") in states(stored)


def test_diagnosis_is_stored_by_who_holds_the_lease_alone(stored: Database) -> None:
    open_incident(stored, Notify())
    leases = Leases(stored)
    before = leases.take("diagnoses", "before", -1)
    assert leases.take("diagnoses", "after", 60) is not None
    assert before is not None
    with pytest.raises(LeaseLost):
        Diagnoses(stored).once(NOW_S + 6, before)
