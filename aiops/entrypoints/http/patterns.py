"""Failures that came back."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents.past import past_incidents
from aiops.domain.access import Scope
from aiops.domain.patterns import recurring
from aiops.entrypoints.http.access import needs
from aiops.entrypoints.http.operations import json_answer
from aiops.entrypoints.http.parameters import Parameters

_DAY_S = 86400.0


def pattern_routes(database: Database, *, now_s: Callable[[], float]) -> Blueprint:
    """Return the route that shows them."""
    blueprint = Blueprint("patterns", __name__, url_prefix="/aiops")

    @blueprint.get("/patterns")
    @needs(Scope.READ)
    def patterns() -> Response:
        days = Parameters(request.args).number("days", 30, 0.1, 3650)
        found = recurring(past_incidents(database, now_s() - days * _DAY_S))
        return json_answer(
            {
                "patterns": [
                    {
                        "name": each.fingerprint.name,
                        "service": each.fingerprint.service,
                        "operation": each.fingerprint.operation,
                        "signal": each.fingerprint.kind,
                        "incidents": list(each.incidents),
                        "every_s": each.every_s,
                        "rhythm": each.rhythm,
                    }
                    for each in found
                ]
            }
        )

    return blueprint
