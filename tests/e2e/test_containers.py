"""Every container of the deployed stack, as the engine runs it."""

import pytest
import testinfra

from catalog.identity import resource_name
from catalog.services import SERVICES, SHOP_ROLES, service

pytestmark = pytest.mark.stack

# Grafana is there only where its image is, previews of its dashboards elsewhere.
DASHBOARDS = {"grafana", "previews"}
# What a stack has only by setting is not in this one.
ALWAYS = [s.name for s in SERVICES if s.name not in DASHBOARDS and not s.by_setting]


@pytest.fixture(scope="module")
def host():
    """This machine, as testinfra sees it."""
    return testinfra.get_host("local://")


@pytest.fixture(params=[*ALWAYS, "dashboards"])
def inspected(request, stack, host):
    """`docker inspect` of each service's container."""
    name = request.param
    if name == "dashboards":
        [name] = stack.services() & DASHBOARDS
    return host.docker(resource_name(stack.name, name)).inspect()


@pytest.mark.parametrize("name", ALWAYS)
def test_every_service_runs(stack, host, name):
    assert host.docker(resource_name(stack.name, name)).is_running


def test_every_container_is_healthy(inspected):
    assert inspected["State"]["Health"]["Status"] == "healthy"


def test_the_stack_has_no_container_but_the_catalog_s(stack):
    found = stack.services()

    assert found - DASHBOARDS == set(ALWAYS)
    assert len(found & DASHBOARDS) == 1


def test_ports_are_bound_on_the_loopback_address_only(inspected):
    bound = inspected["NetworkSettings"]["Ports"] or {}
    addresses = {b["HostIp"] for binding in bound.values() for b in binding or []}

    assert addresses <= {"127.0.0.1"}


@pytest.mark.parametrize("name", ALWAYS)
def test_only_services_meant_for_people_are_published(stack, name):
    ports = stack.container(name).attrs["NetworkSettings"]["Ports"] or {}
    published = {b["HostPort"] for binding in ports.values() for b in binding or []}

    expected = stack.settings.ports.get(name)
    assert published == (set() if expected is None else {str(expected)})


@pytest.mark.parametrize("name", ["gateway", "prometheus", "alertmanager"])
def test_this_machine_listens_on_no_other_address(stack, host, name):
    tables = [host.file(f"/proc/net/{table}") for table in ("tcp", "tcp6")]
    rows = [
        line.split()
        for table in tables
        if table.exists
        for line in table.content_string.splitlines()[1:]
    ]

    # Local address in hexadecimal with its bytes turned round; state 0A listens.
    listening = [row[1].split(":") for row in rows if row[3] == "0A"]
    port = stack.settings.ports[name]
    addresses = {address for address, number in listening if int(number, 16) == port}
    assert addresses == {"0100007F"}


def test_processes_run_as_an_ordinary_user(inspected):
    user, _, group = inspected["Config"]["User"].partition(":")

    assert int(user) > 0
    assert int(group) > 0


@pytest.mark.parametrize("name", ALWAYS)
def test_the_kernel_agrees_on_the_user(stack, host, name):
    container = stack.container(name)
    pid = container.attrs["State"]["Pid"]

    status = host.file(f"/proc/{pid}/status").content_string
    real, effective, *_ = status.split("Uid:")[1].split()
    expected = str(container.attrs["Config"]["User"]).partition(":")[0]
    assert (real, effective) == (expected, expected)


def test_root_file_systems_are_read_only(inspected):
    assert inspected["HostConfig"]["ReadonlyRootfs"] is True


def test_no_capability_is_left(inspected):
    limits = inspected["HostConfig"]

    assert (limits["CapDrop"], limits["CapAdd"] or []) == (["ALL"], [])


@pytest.mark.parametrize("name", ALWAYS)
def test_the_kernel_agrees_that_no_capability_is_left(stack, host, name):
    pid = stack.container(name).attrs["State"]["Pid"]

    status = host.file(f"/proc/{pid}/status").content_string
    sets = {
        line.split(":")[0]: int(line.split()[1], 16)
        for line in status.splitlines()
        if line.startswith("Cap")
    }
    assert set(sets.values()) == {0}, sets


def test_no_process_gains_privileges(inspected):
    options = {o.replace("=", ":") for o in inspected["HostConfig"]["SecurityOpt"]}

    assert options & {"no-new-privileges", "no-new-privileges:true"}
    assert not inspected["HostConfig"]["Privileged"]


def test_memory_cpu_processes_and_files_are_limited(inspected):
    limits = inspected["HostConfig"]
    ulimits = {u["Name"]: u["Hard"] for u in limits["Ulimits"] or []}

    assert limits["Memory"] > 0
    assert limits["MemorySwap"] == limits["Memory"]
    assert limits["NanoCpus"] > 0 or limits["CpuQuota"] > 0
    assert {"nproc", "nofile"} <= set(ulimits)


def test_containers_come_back_after_a_crash(inspected):
    assert inspected["HostConfig"]["RestartPolicy"]["Name"] == "unless-stopped"


def test_no_container_has_been_restarted(inspected):
    assert inspected["RestartCount"] == 0


def test_the_engine_s_socket_is_in_no_container(inspected):
    assert not [m for m in inspected["Mounts"] if "docker.sock" in str(m)]


def test_folders_of_the_machine_are_read_only(inspected):
    binds = [m for m in inspected["Mounts"] if m["Type"] == "bind"]

    assert not [m["Source"] for m in binds if m["RW"]]


@pytest.mark.parametrize("role", [s.name for s in SHOP_ROLES])
def test_shop_roles_have_their_own_user(stack, role):
    user = str(stack.container(role).attrs["Config"]["User"])

    assert user.startswith(f"{service(role).uid}:")
