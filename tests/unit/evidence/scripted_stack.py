"""A stack in one process whose alert follows the fault as a script says."""

import json
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tools.evidence.stack import Addresses

ALERT = "AppHigh5xxErrorRate"
TOKEN = "right"
LABELS = {"alertname": ALERT, "environment": "test"}


class ScriptedStack(ThreadingHTTPServer):
    """
    Shop, Prometheus, Alertmanager and receiver behind one address.

    The alert is pending as soon as a fault is on, fires *wait_s* later, and ends as
    soon as the fault is off.
    """

    daemon_threads = True

    def __init__(self, *, wait_s=0.3, silent=False, simulation=200):
        self.wait_s, self.silent, self.simulation = wait_s, silent, simulation
        self.fault_at = self.cleared_at = None
        self.calls = Counter()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def addresses(self):
        url = f"http://127.0.0.1:{self.server_address[1]}"
        return Addresses(shop=url, prometheus=url, alertmanager=url, notifications=url)

    @property
    def state(self):
        if self.silent or self.fault_at is None or self.cleared_at is not None:
            return None
        fires = time.time() > self.fault_at + self.wait_s
        return "firing" if fires else "pending"

    def notifications(self):
        if self.silent or self.fault_at is None:
            return []
        fired_at = self.fault_at + self.wait_s
        told = [("firing", fired_at)] if time.time() > fired_at else []
        if told and self.cleared_at is not None:
            told.append(("resolved", self.cleared_at))
        return [
            {
                "number": number,
                "status": status,
                "received_at": rfc3339(at),
                "starts_at": rfc3339(fired_at),
                "fingerprint": "f",
                "labels": LABELS,
            }
            for number, (status, at) in enumerate(told)
        ]


def rfc3339(at):
    return datetime.fromtimestamp(at, UTC).isoformat()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        stack, path = self.server, urlsplit(self.path).path
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with stack.lock:
            stack.calls[f"{self.command} {path}"] += 1
        status, document = self.answer(stack, path)
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def answer(self, stack, path):
        if path.startswith("/simulate/"):
            return self.simulate(stack, path)
        if path.startswith("/api/v1/"):
            return 200, {"status": "success", "data": self.prometheus(stack, path)}
        if path == "/api/v2/alerts":
            active = [{"status": {"state": "active"}, "labels": LABELS}]
            return 200, active if stack.state == "firing" else []
        if path == "/api/v2/status":
            return 200, {"versionInfo": {"version": "1.2.3"}}
        if path == "/api/notifications":
            return 200, {"notifications": stack.notifications()}
        return 200, {}

    def simulate(self, stack, path):
        if self.headers.get("X-Simulation-Token") != TOKEN:
            return 401, {}
        if stack.simulation != 200:
            return stack.simulation, {}
        if path == "/simulate/error":
            stack.fault_at = time.time()
        if path == "/simulate/clear" and stack.fault_at is not None:
            stack.cleared_at = time.time()
        return 200, {"active": [], "unreachable": []}

    def prometheus(self, stack, path):
        if path.endswith("/buildinfo"):
            return {"version": "3.2.1"}
        if path.endswith("/rules"):
            rule = {
                "name": ALERT,
                "query": "a > 0.05",
                "duration": stack.wait_s,
                "labels": {"severity": "critical"},
                "annotations": {},
            }
            return {"groups": [{"rules": [rule]}]}
        if path.endswith("/alerts"):
            alert = {"labels": LABELS, "state": stack.state}
            since = rfc3339(stack.fault_at or 0)
            return {"alerts": [{**alert, "activeAt": since}] if stack.state else []}
        if path.endswith(("/values", "/labels", "/series")):
            return []
        if path.endswith("/query_range"):
            values = [[time.time(), "0.2"]]
            return {
                "resultType": "matrix",
                "result": [{"metric": {}, "values": values}],
            }
        value = {"metric": {"alertname": ALERT}, "value": [time.time(), "2"]}
        return {"resultType": "vector", "result": [value]}

    def log_message(self, *_):
        pass
