"""The Go programs that recipes are made of: pure descriptions and their keys."""

from dataclasses import dataclass, field
from pathlib import Path

from tools.images.keys import content_key, file_inputs, sources_below

GO_FOLDER = Path(__file__).with_name("go")
_COMMON_VERSION = "github.com/prometheus/common/version.Version"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoProgram:
    """
    Commands out of one Go module of ours.

    Attributes:
        module: Folder below ``go/`` with go.mod and go.sum.
        packages: What is built; each gives one binary.
        binaries: Names of the binaries, in the order of the packages.
        variables: Values that the linker sets, by full name.
        cpu_s: What a cold build cost on one core; the dearest start first.
    """

    name: str
    module: str
    packages: tuple[str, ...]
    binaries: tuple[str, ...]
    tags: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = field(default=())
    cpu_s: int = 1


HC = GoProgram(name="hc", module="hc", packages=(".",), binaries=("hc",))
PROMETHEUS = GoProgram(
    name="prometheus",
    module="prometheus",
    packages=(
        "github.com/prometheus/prometheus/cmd/prometheus",
        "github.com/prometheus/prometheus/cmd/promtool",
    ),
    binaries=("prometheus", "promtool"),
    # Only static, file, HTTP and DNS discovery: a third of the full build's time.
    tags=("remove_all_sd", "enable_dns_sd"),
    variables=((_COMMON_VERSION, "3.15.0"),),
    cpu_s=220,
)
ALERTMANAGER = GoProgram(
    name="alertmanager",
    module="alertmanager",
    packages=(
        "github.com/prometheus/alertmanager/cmd/alertmanager",
        "github.com/prometheus/alertmanager/cmd/amtool",
    ),
    binaries=("alertmanager", "amtool"),
    # Our image has no time zones beside it, and quiet times name them.
    tags=("timetzdata",),
    variables=((_COMMON_VERSION, "0.31.1"),),
    cpu_s=60,
)
NODE_EXPORTER = GoProgram(
    name="node_exporter",
    module="node-exporter",
    packages=("github.com/prometheus/node_exporter",),
    binaries=("node_exporter",),
    variables=((_COMMON_VERSION, "1.12.1"),),
    cpu_s=15,
)
BLACKBOX = GoProgram(
    name="blackbox",
    module="blackbox",
    packages=("github.com/prometheus/blackbox_exporter",),
    binaries=("blackbox_exporter",),
    variables=((_COMMON_VERSION, "0.28.0"),),
    cpu_s=60,
)
POSTGRES_EXPORTER = GoProgram(
    name="postgres_exporter",
    module="postgres-exporter",
    packages=(
        "github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter",
    ),
    binaries=("postgres_exporter",),
    variables=((_COMMON_VERSION, "0.19.1"),),
    cpu_s=15,
)
GATEWAY = GoProgram(
    name="gateway",
    module="gateway",
    packages=(".",),
    binaries=("caddy",),
    variables=(("github.com/caddyserver/caddy/v2.CustomVersion", "v2.11.6"),),
    cpu_s=120,
)
COLLECTOR = GoProgram(
    name="collector",
    module="collector",
    packages=(".",),
    binaries=("otelcol",),
    variables=(("main.version", "0.160.0"),),
    # After Prometheus, whose packages it shares; on its own it would cost more.
    cpu_s=50,
)
# Not for an image: it checks the workflows, on the machine that works on them.
ACTIONLINT = GoProgram(
    name="actionlint",
    module="actionlint",
    packages=("github.com/rhysd/actionlint/cmd/actionlint",),
    binaries=("actionlint",),
    cpu_s=15,
)


def program_key(program: GoProgram, machine: str) -> str:
    """Return the content key of *program* built for *machine*."""
    folder = GO_FOLDER / program.module
    return content_key(
        "go-program",
        {
            **file_inputs(folder, sources_below(folder)),
            "machine": machine,
            "packages": " ".join(program.packages),
            "tags": ",".join(program.tags),
            "variables": repr(program.variables),
            "flags": " ".join(BUILD_FLAGS),
        },
    )


# No machine's path in the binary; go.sum decides what goes in, never the network.
BUILD_FLAGS = ("-trimpath", "-mod=readonly", "-buildvcs=false")


def build_argv(program: GoProgram, out: Path, *, parallel: int) -> list[str]:
    """Return the ``go build`` command that writes the binaries into *out*."""
    linker = ["-s", "-w", *(f"-X {name}={value}" for name, value in program.variables)]
    argv = ["go", "build", "-v", "-p", str(parallel), *BUILD_FLAGS]
    argv += ["-ldflags", " ".join(linker)]
    if program.tags:
        argv += ["-tags", ",".join(program.tags)]
    target = out if len(program.packages) > 1 else out / program.binaries[0]
    return [
        *argv,
        "-o",
        f"{target}/" if target == out else str(target),
        *program.packages,
    ]
