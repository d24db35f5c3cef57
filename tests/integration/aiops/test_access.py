"""Keys, sessions, actions and the audit trail on real databases."""

from aiops.adapters.keys.database import (
    PREFIX,
    DatabaseKeys,
    Sessions,
    digest_of,
    write_down,
    written_down,
)
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import actions, alerts, around, incidents
from aiops.domain.access import Principal, Scope
from aiops.domain.incidents.model import Deployment
from aiops.domain.incidents.remediation import ActionState, decide, propose
from tests.unit.aiops.incidents.factories import NOW_S, alert


def test_a_key_is_known_by_its_digest_until_it_is_revoked(database: Database) -> None:
    keys = DatabaseKeys(database, lambda: NOW_S)
    made, key = keys.make("ann", {Scope.OPERATE}, "admin", None)
    found = keys.authenticate(key)
    assert found == Principal(name="ann", scopes=frozenset({Scope.OPERATE}))
    assert [each.used_s for each in keys.listed(limit=10)] == [NOW_S]
    assert keys.authenticate(f"{PREFIX}{'x' * 43}") is None
    assert keys.revoke(made.id)
    assert not keys.revoke(made.id)
    assert keys.authenticate(key) is None


def test_a_session_lasts_some_hours(database: Database) -> None:
    clock = [NOW_S]
    sessions = Sessions(database, lambda: clock[0])
    token = sessions.open(Principal(name="ann", scopes=frozenset({Scope.READ})), "key")
    assert sessions.key_of(token) == digest_of("key")
    clock[0] += 12 * 3600
    assert sessions.key_of(token) is None
    sessions.close(token)


def test_the_audit_trail_is_read_backwards(database: Database) -> None:
    for number in range(5):
        write_down(database, NOW_S + number, "ann", "POST", f"/{number}", 200)
    newest = written_down(database, before=None, limit=2)
    assert [each["path"] for each in newest] == ["/4", "/3"]
    older = written_down(database, before=newest[-1]["seq"], limit=10)
    assert [each["path"] for each in older] == ["/2", "/1", "/0"]


def test_an_action_is_proposed_once_and_decided_once(database: Database) -> None:
    for _ in range(2):
        with database.write() as connection:
            proposed = propose("INC-1-1", "payment", NOW_S, [], NOW_S)
            actions.propose(connection, proposed)
            actions.propose(connection, proposed)
            found = actions.find(connection, "INC-1-1", "restart")
            assert found is not None
            if found.state is ActionState.PROPOSED:
                actions.put(
                    connection, decide(found, ActionState.APPROVED, "ann", NOW_S)
                )
    with database.read() as connection:
        assert len(actions.of_incident(connection, "INC-1-1")) == 2
        assert [each.by for each in actions.approved(connection, limit=9)] == ["ann"]


def test_lists_follow_one_another(database: Database) -> None:
    with database.write() as connection:
        alerts.put(connection, [alert(f"s{n}", NOW_S + n) for n in range(5)])
        around.add_deployment(
            connection,
            Deployment(id="d", time_s=NOW_S, service="x", version="1", by="y"),
        )
    with database.read() as connection:
        first = [each for _, each in alerts.newest(connection, before=None, limit=2)]
        after = (first[-1].started_s, first[-1].fingerprint)
        rest = alerts.newest(connection, before=after, limit=9)
        assert [each.service for each in first] == ["s4", "s3"]
        assert [each.service for _, each in rest] == ["s2", "s1", "s0"]
        assert len(around.deployments(connection, NOW_S, NOW_S + 1, limit=5)) == 1
        assert incidents.events_after(connection, 0, limit=5) == []
        assert set(incidents.open_by_state(connection).values()) == {0}
        assert incidents.count_open(connection) == incidents.last_event(connection) == 0
