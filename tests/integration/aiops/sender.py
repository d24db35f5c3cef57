"""Sends spans to engines as the collector does."""

import threading
import time

import urllib3

from tests.unit.aiops.otlp_requests import PROTOBUF, otlp_span, traces

BATCH = 20


class Sender:
    """Sends batches to one replica, and each again until one acknowledges it."""

    def __init__(self, replicas):
        self._replicas = list(replicas)
        self.acknowledged = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        number = 1
        while not self._stopped.is_set():
            numbers = range(number, number + BATCH)
            body = traces([otlp_span(n, time.time()) for n in numbers])
            if self._send(body):
                self.acknowledged += numbers
                number += BATCH
            time.sleep(0.02)

    def _send(self, body):
        try:
            answer = self._replicas[0].post("/v1/traces", body, **PROTOBUF)
        except urllib3.exceptions.HTTPError:
            # As a load balancer would.
            self._replicas.append(self._replicas.pop(0))
            return False
        return answer.status == 200

    def until(self, batches):
        """Wait until so many more batches were acknowledged."""
        wanted = len(self.acknowledged) + batches * BATCH
        ends_s = time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < ends_s, "nothing is acknowledged any more"
            time.sleep(0.02)

    def stop(self):
        """Stop once the batch under way is answered."""
        self._stopped.set()
        self._thread.join(60)
