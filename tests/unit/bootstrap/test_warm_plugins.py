"""Real plugin processes; Pulumi's part is played by a gRPC client."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import grpc
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import proto
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from tools.bootstrap.places import CHECKOUT
from tools.bootstrap.warm_plugins import (
    ATTACH,
    DOCKER,
    DYNAMIC,
    OPT_OUT,
    WarmPlugin,
    WarmPlugins,
    start,
    variable,
    wanted,
)

PROGRAM = CHECKOUT / "infra"
PATIENCE_S = 60
VOLUME = "urn:pulumi:dev::pharos::docker:index/volume:Volume::data"


def environment(tmp_path, **more):
    return {**os.environ, "PULUMI_HOME": str(tmp_path), **more}


def ends(pid):
    """Whether a process that is not ours to wait for ends soon."""
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Both plugins, attached to: the plugins and the port of each."""
    plugins = start((DOCKER, DYNAMIC), PROGRAM)
    env = environment(tmp_path_factory.mktemp("home"), PHAROS_SECRET_X="canary-4711")
    try:
        words = plugins.attach(env)[ATTACH].split(",")
        yield plugins, {name: int(port) for name, port in (w.split(":") for w in words)}
    finally:
        plugins.end()


def client(port, number=0):
    # A connection of its own, which gRPC shares for equal options.
    options = [("grpc.use_local_subchannel_pool", 1), ("number", number)]
    return grpc.insecure_channel(f"127.0.0.1:{port}", options=options)


def attached(channel):
    stub = ResourceProviderStub(channel)
    stub.Attach(proto.plugin_pb2.PluginAttach(address="127.0.0.1:1"), timeout=30)
    return stub


@pytest.mark.parametrize("name", [DOCKER, DYNAMIC])
def test_pulumi_can_attach_and_configure(served, name):
    _, ports = served
    with client(ports[name]) as channel:
        stub = attached(channel)

        answer = stub.Configure(proto.provider_pb2.ConfigureRequest(args=Struct()))

    assert answer is not None


def test_a_plugin_that_serves_has_nothing_to_say(served):
    plugins, _ = served

    assert plugins.take_said() == ""


def test_the_environment_is_on_no_command_line(served):
    plugins, _ = served
    for pid in plugins.pids:
        proc = Path("/proc") / str(pid)
        if proc.exists():
            assert b"canary-4711" not in (proc / "cmdline").read_bytes()


def test_each_of_pulumis_providers_has_a_configuration_of_its_own(served):
    _, ports = served
    hosts = ("tcp://127.0.0.1:1", "tcp://127.0.0.1:2")
    with client(ports[DOCKER], 1) as one, client(ports[DOCKER], 2) as other:
        stubs = [attached(one), attached(other)]
        for stub, host in zip(stubs, hosts, strict=True):
            args = Struct()
            args.update({"host": host})
            stub.Configure(proto.provider_pb2.ConfigureRequest(args=args))
        for stub, host in zip(stubs, hosts, strict=True):
            with pytest.raises(grpc.RpcError, match=f"no Docker engine .* at {host}"):
                stub.Read(proto.provider_pb2.ReadRequest(id="data", urn=VOLUME))


def test_a_plugin_ends_before_it_was_needed():
    plugin = WarmPlugin(DYNAMIC, PROGRAM)

    plugin.end()

    assert ends(plugin.pid)


def test_a_plugin_ends_when_its_starter_is_killed():
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tools.bootstrap.warm_plugins import DYNAMIC, start\n"
        "plugins = start((DYNAMIC,), Path(sys.argv[1]))\n"
        "assert plugins.attach({'PATH': '/bin'})\n"
        "print(*plugins.pids, flush=True)\n"
        "time.sleep(600)\n"
    )
    argv = [sys.executable, "-c", code, str(PROGRAM)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as starter:
        pid = int(starter.stdout.readline())
        starter.send_signal(signal.SIGKILL)

    assert ends(pid)


def test_pulumi_starts_its_own_where_a_plugin_does_not_come_up(tmp_path):
    plugins = start(("no-such-plugin",), PROGRAM)

    try:
        assert plugins.attach(environment(tmp_path)) == {}
        assert "no-such-plugin" in plugins.take_said()
    finally:
        plugins.end()


def test_a_folder_that_is_missing_stops_nothing(tmp_path):
    plugins = start((DOCKER, DYNAMIC), tmp_path / "none")

    assert plugins.attach(environment(tmp_path)) == {}


def test_a_plugin_that_another_one_replaces_is_not_attached_to(tmp_path):
    plugins = start(("no-such-plugin",), PROGRAM)
    pids = plugins.pids

    plugins.drop("no-such-plugin")

    assert plugins.pids == set()
    assert all(ends(pid) for pid in pids)
    assert plugins.attach(environment(tmp_path)) == {}


def test_without_plugins_there_is_nothing_to_attach_to():
    assert WarmPlugins().attach({}) == {}


def test_only_ports_that_there_are_are_given():
    assert variable({DOCKER: 17, DYNAMIC: None}) == {ATTACH: "docker:17"}
    assert variable({DOCKER: None}) == {}


def test_the_stand_in_is_started_only_where_it_is_the_one():
    assert wanted({}, official=False) == (DOCKER, DYNAMIC)
    assert wanted({}, official=True) == (DYNAMIC,)


def test_a_user_can_have_pulumi_start_them():
    assert wanted({OPT_OUT: "off"}, official=False) == ()
    assert wanted({ATTACH: "docker:1234"}, official=False) == ()
