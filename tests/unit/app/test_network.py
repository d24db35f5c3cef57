import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from app.observability.network import NetworkCollector, parsed

NETSTAT = """\
TcpExt: SyncookiesSent InOctets
TcpExt: 1 2
IpExt: InNoRoutes InOctets OutOctets
IpExt: 0 4711 815
"""


def told(collector):
    return {
        sample.name: sample.value
        for family in collector.collect()
        for sample in family.samples
    }


def test_octets_of_ip_are_told_under_the_names_of_go_s_library(tmp_path):
    (tmp_path / "netstat").write_text(NETSTAT)

    assert told(NetworkCollector(tmp_path / "netstat")) == {
        "process_network_receive_bytes_total": 4711,
        "process_network_transmit_bytes_total": 815,
    }


def test_where_the_kernel_does_not_tell_nothing_is_told(tmp_path):
    assert told(NetworkCollector(tmp_path / "missing")) == {}
    assert parsed("IpExt: InOctets\n") == {}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *_):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_what_goes_over_the_wire_is_counted():
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.handle_request).start()
        before = told(NetworkCollector())
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as got:
            got.read()
        after = told(NetworkCollector())

    for name, octets in before.items():
        assert after[name] - octets >= 100_000
    assert len(before) == 2


def test_a_role_tells_it(lab):
    assert b"process_network_receive_bytes_total" in lab.get("/metrics").data
