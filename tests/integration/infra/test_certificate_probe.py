"""The real prober and the real rules on a certificate that runs out."""

import secrets
import socketserver
import ssl
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml

from catalog.probes import PROBE_CERTIFICATE_EXPIRY, PROBE_SUCCESS
from infra.specs import blackbox
from rules.__main__ import main as write_rules
from tests.e2e.waiting import eventually
from tests.rules.promtool import promtool, resolved
from tests.tools import require

pytestmark = pytest.mark.docker

CERTIFICATE_D = 2


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


class Quiet(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        """A prober that does not trust us hangs up in the middle."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody signed, with its key."""
    require("openssl")
    folder = tmp_path_factory.mktemp("tls")
    words = (
        "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
        f" -days {CERTIFICATE_D} -subj /CN=127.0.0.1"
        " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(
        words.split(), cwd=folder, check=True, capture_output=True, timeout=30
    )
    return folder


@pytest.fixture(scope="module")
def https(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with Quiet(("127.0.0.1", 0), Hello) as server:
        # The handshake takes place in the thread of the connection.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def prober(engine, certificate, tmp_path, free_port):
    """The platform's prober with its own configuration, and a way to start it."""
    (tmp_path / "blackbox.yml").write_text(blackbox.configuration())
    started = []

    def start(**env):
        container = engine.containers.run(
            resolved()["blackbox"].reference,
            [
                "--config.file=/etc/blackbox/blackbox.yml",
                f"--web.listen-address=127.0.0.1:{free_port}",
            ],
            name=f"pharos-test-prober-{secrets.token_hex(4)}",
            detach=True,
            # It has to reach a server that listens on the machine's loopback alone.
            network_mode="host",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
            # Who owns a test's folder may be the only one that can enter it.
            user="0:0",
            environment=env,
            volumes={
                str(tmp_path): {"bind": "/etc/blackbox", "mode": "ro"},
                str(certificate): {"bind": "/tls", "mode": "ro"},
            },
        )
        started.append(container)
        url = f"http://127.0.0.1:{free_port}"
        eventually(lambda: get(f"{url}/-/healthy"), "the prober answers")
        return url

    yield start
    for container in started:
        container.remove(force=True, v=True)


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def probe(prober, url):
    query = urllib.parse.urlencode({"module": blackbox.HTTP_MODULE, "target": url})
    lines = get(f"{prober}/probe?{query}").splitlines()
    samples = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(text) for name, text in samples}


def firing(tmp_path, left_s):
    """What promtool says of the expectation that both alerts fire with *left_s*."""
    write_rules(tmp_path)
    alerts = [
        f'ALERTS{{alertname="CertificateExpiresSoon", severity="{severity}",'
        ' alertstate="firing", instance="https://x"}'
        for severity in ("warning", "critical")
    ]
    series = f'{PROBE_CERTIFICATE_EXPIRY.name}{{instance="https://x"}}'
    test = {
        "interval": "15s",
        "input_series": [{"series": series, "values": f"{left_s:.0f}x20"}],
        "promql_expr_test": [
            {
                "expr": alert,
                "eval_time": "2m",
                "exp_samples": [{"labels": alert, "value": 1}],
            }
            for alert in alerts
        ],
    }
    document = {"rule_files": ["demo/reachability.yaml"], "tests": [test]}
    (tmp_path / "probe.test.yaml").write_text(yaml.safe_dump(document))
    return promtool(tmp_path, "test", "rules", "probe.test.yaml")


def test_certificate_that_runs_out_is_seen_by_the_prober_and_by_the_rules(
    prober, https, tmp_path
):
    seen = probe(prober(SSL_CERT_FILE="/tls/cert.pem"), https)
    left_s = seen[PROBE_CERTIFICATE_EXPIRY.name] - time.time()

    assert seen[PROBE_SUCCESS.name] == 1
    assert 0 < CERTIFICATE_D * 86_400 - left_s < 600
    done = firing(tmp_path, left_s)
    assert done.returncode == 0, done.stdout + done.stderr


def test_certificate_that_nobody_trusts_counts_as_no_answer(prober, https):
    assert probe(prober(), https)[PROBE_SUCCESS.name] == 0
