"""The stages of the gate. `make check` runs the quick ones, `make preview` all."""

from tools.gate.model import Keep, Stage

# Exit code of an audit that found nobody to ask.
NOT_AUDITED = 3
# Names the stage to the tests that it runs.
RUNNING = "PHAROS_GATE_STAGE"
PREVIEW = "policies and preview"
# Stands for the stack's name in the words of a command.
STACK = "{stack}"
# Stands among the tools of a stage for the stack's images, whatever they are.
IMAGES = "images"

PYTHON = ("**/*.py",)
# What the program reads, and so what a preview depends on.
PROGRAM = (
    "Pulumi.yaml",
    "catalog/**",
    "services/**",
    "infra/**",
    "rules/generated/**",
    "dashboards/generated/**",
    "policies/**",
)
# What tests/conftest.py imports, for whichever tests.
_ALL_TESTS = (
    "tests/*.py",
    "tests/not_run.toml",
    "tests/unit/__init__.py",
    "infra/__init__.py",
    "tests/e2e/*.py",
    "catalog/**",
    "services/**",
    "infra/specs/**",
    "tools/gate/reads.py",
)
_PAGES = ("README.md", "docs/*.md")
# Of other packages' tests those that look at the dashboards that there are.
_READS_BOARDS = ("tests/unit/infra/test_grafana.py",)
# Looking for plugins, and importing those that no stage needs, is a fifth of a start.
_PLUGINS = (
    "--disable-plugin-autoload",
    "-p",
    "pytest_timeout",
    "-p",
    "pytest_randomly",
)
# They run the tests beside them anew for each fault that they put in.
_MUTATIONS = ("tests/rules/test_mutation.py", "tests/infra/test_mutation.py")
NO_CONTAINERS = "not docker and not stack and not browser"


def _ignoring(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"--ignore={path}" for path in paths)


def _tests(
    name: str,
    *paths: str,
    reads: tuple[str, ...] = (),
    tools: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    quick: bool = True,
    cpu_s: int,
) -> Stage:
    """Return a stage that runs the tests below *paths*, which read *reads* too."""
    own = (each if each.endswith(".py") else f"{each}/**" for each in paths)
    return Stage(
        name=name,
        argv=(
            *("pytest", "-q", *_PLUGINS, "-p", "tools.gate.reads"),
            *("-m", NO_CONTAINERS, *words, *paths),
        ),
        inputs=(*_ALL_TESTS, *own, *reads),
        tools=tools,
        quick=quick,
        cpu_s=cpu_s,
    )


def _audit(
    name: str,
    *words: str,
    inputs: tuple[str, ...],
    keep: Keep,
    tools: tuple[str, ...] = (),
    cpu_s: int,
) -> Stage:
    return Stage(
        name=name,
        argv=("python", "-m", "tools.supply", *words),
        inputs=("tools/supply/**", *inputs),
        keep=keep,
        tools=tools,
        audits=True,
        cpu_s=cpu_s,
    )


_CHECKS = (
    Stage(
        name="format",
        argv=("ruff", "format", "--check", "."),
        inputs=PYTHON,
        quick=True,
    ),
    Stage(name="lint", argv=("ruff", "check", "."), inputs=PYTHON, quick=True),
    Stage(name="types", argv=("mypy",), inputs=PYTHON, quick=True, cpu_s=30),
    Stage(
        name="import contracts",
        argv=("lint-imports",),
        inputs=PYTHON,
        quick=True,
        cpu_s=4,
    ),
    _tests(
        "unit tests: shop",
        *("tests/unit/app", "tests/unit/exporter", "tests/unit/notifications"),
        reads=("app/**", "exporter/**", "notifications/**"),
        cpu_s=10,
    ),
    _tests(
        "unit tests: platform",
        *("tests/unit/catalog", "tests/unit/infra"),
        words=_ignoring(_READS_BOARDS),
        reads=(
            *("infra/**", "rules/**", "dashboards/*.py", "tests/fixtures/**"),
            *("aiops/*.py", *_PAGES),
        ),
        cpu_s=6,
    ),
    _tests(
        "unit tests: plugins, policies",
        *("tests/unit/plugins", "tests/unit/policies"),
        reads=(
            *("policies/**", "plugins/**", "infra/**", "docs/policies/**"),
            # What signs a release.
            *("tools/release/**", "tools/bootstrap/**"),
        ),
        cpu_s=5,
    ),
    _tests(
        "unit tests: tools",
        *("tests/unit/bootstrap", "tests/unit/e2e"),
        *("tests/unit/gate", "tests/unit/traffic"),
        reads=(
            *("tools/**", "infra/**", "policies/**", "previews/**", "tests/**"),
            *("requirements/**", "Makefile", "Pulumi.dev.yaml", "docs/gate.md"),
        ),
        cpu_s=12,
    ),
    _tests(
        "unit tests: changes",
        "tests/unit/changes",
        reads=(
            *("tools/**", "infra/**", "policies/**", "previews/**", "tests/**"),
            *("rules/**", "dashboards/**"),
        ),
        cpu_s=5,
    ),
    _tests(
        "unit tests: workflows",
        "tests/unit/workflows",
        reads=("tools/**", "infra/**", "policies/**", ".github/**", "Makefile"),
        cpu_s=5,
    ),
    _tests(
        "unit tests: releases, backups",
        *("tests/unit/release", "tests/unit/backup", "tests/unit/rotation"),
        "tests/unit/remediation",
        reads=(
            *("tools/**", "infra/**", "policies/**", "app/**", "previews/**"),
            *("tests/unit/**", "rules/generated/**", "dashboards/generated/**"),
            *("aiops/**", "Pulumi.yaml", "pyproject.toml", "CHANGELOG.md"),
        ),
        cpu_s=4,
    ),
    _tests(
        "unit tests: images",
        "tests/unit/images",
        # What is built into images.
        reads=(
            *("tools/**", "infra/**", "requirements/**"),
            *("app/**", "exporter/**", "notifications/**", "previews/**"),
            "aiops/**",
        ),
        cpu_s=3,
    ),
    _tests(
        "unit tests: supply chain",
        "tests/unit/supply",
        reads=(
            *("tools/**", "infra/**", "requirements/**", "policies/**", "docs/**"),
            *("app/**", "tests/**"),
        ),
        cpu_s=6,
    ),
    _tests(
        "unit tests: engine",
        "tests/unit/aiops",
        reads=("aiops/**", "docs/**"),
        cpu_s=6,
    ),
    # Hours of a made-up shop: too much for every edit.
    _tests(
        "engine simulations",
        "tests/simulations",
        reads=("aiops/**", "tests/unit/aiops/**"),
        quick=False,
        cpu_s=30,
    ),
    # Node installs, checks and bundles in a folder outside the checkout.
    _tests(
        "console",
        "tests/integration/console",
        reads=("aiops/web/**", "tools/**", "tests/integration/__init__.py"),
        cpu_s=6,
    ),
    _tests(
        "unit tests: evidence",
        *("tests/unit/evidence", "tests/unit/scenarios"),
        reads=("tools/**", "previews/**", "dashboards/generated/**", "aiops/**"),
        cpu_s=5,
    ),
    _tests(
        "unit tests: previews",
        "tests/unit/previews",
        reads=("previews/**", "dashboards/**", "infra/**", "tools/**"),
        cpu_s=8,
    ),
    _tests(
        "dashboards lint",
        *("tests/unit/dashboards", *_READS_BOARDS),
        reads=(
            *("dashboards/**", "rules/**", "docs/runbooks/**", "infra/**"),
            *("tests/rules/*.py", "tests/unit/infra/*.py"),
        ),
        cpu_s=5,
    ),
    _tests(
        "rule tests",
        "tests/rules",
        words=_ignoring(_MUTATIONS[:1]),
        reads=("rules/**", "infra/**", "docs/runbooks/**", "tools/docs/**"),
        tools=("promtool",),
        cpu_s=20,
    ),
    # Whether those tests notice a fault: of a sample of faults, so not at every edit.
    _tests(
        "mutation samples",
        *_MUTATIONS,
        reads=(
            *("rules/**", "infra/**", "dashboards/generated/**", "policies/**"),
            *("tests/rules/**", "tests/infra/**", "tests/unit/infra/**"),
            *("tests/unit/policies/**", "tests/benchmarks/**", "tools/bootstrap/**"),
        ),
        tools=("promtool",),
        quick=False,
        cpu_s=20,
    ),
    _tests(
        "route tests",
        "tests/integration/alertmanager/test_routes.py",
        reads=("infra/**", "tests/integration/**", "tests/rules/**", "tests/unit/**"),
        tools=("amtool",),
        quick=False,
        cpu_s=10,
    ),
    _tests(
        "generated files",
        "tests/contracts/test_generated.py",
        reads=(
            *("rules/**", "dashboards/**", "tools/docs/**", "docs/**"),
            *("policies/**", "tools/workflows/**", ".github/CODEOWNERS"),
            "tests/contracts/__init__.py",
        ),
        cpu_s=3,
    ),
    # What its processes read in a copy of the checkout, nobody sees: said by hand.
    _tests(
        "own service",
        "tests/contracts/test_own_service.py",
        reads=(
            *("infra/**", "rules/**", "tools/**", "docs/**", "tests/**"),
            *("Makefile", "Pulumi.dev.yaml", "requirements/**"),
        ),
        tools=("promtool",),
        cpu_s=7,
    ),
    # Pages and names concern the whole checkout.
    _tests(
        "contracts",
        "tests/contracts",
        reads=("**",),
        # Stages of their own.
        words=(
            *_ignoring(
                (
                    "tests/contracts/test_generated.py",
                    "tests/contracts/test_own_service.py",
                )
            ),
            "--deselect=tests/contracts/test_imports.py"
            "::test_packages_import_in_one_direction",
        ),
        cpu_s=3,
    ),
    _tests(
        "infrastructure tests",
        "tests/infra",
        words=_ignoring(_MUTATIONS[1:]),
        reads=(
            *("infra/**", "rules/**", "dashboards/generated/**", "policies/**"),
            *("tests/unit/infra/**", "tests/unit/policies/**"),
            *("tests/benchmarks/**", "tools/bootstrap/**"),
        ),
        cpu_s=10,
    ),
    _audit("secret scan", "secrets", inputs=("**",), keep=Keep.FOREVER, cpu_s=5),
    _audit(
        "dependency audit",
        "dependencies",
        inputs=("requirements/**",),
        keep=Keep.TODAY,
        cpu_s=5,
    ),
    _audit(
        "image scan",
        *("images", f"--stack={STACK}"),
        inputs=("tools/images/**", "requirements/**", "app/**", "aiops/**"),
        keep=Keep.TODAY,
        tools=(IMAGES,),
        cpu_s=5,
    ),
    _audit(
        "checkov",
        "checkov",
        inputs=("**/Dockerfile*", ".github/**", "policies/**"),
        keep=Keep.FOREVER,
        cpu_s=10,
    ),
)

STAGES = (
    *_CHECKS,
    Stage(
        name=PREVIEW,
        inputs=PROGRAM,
        # It depends on what runs, too.
        keep=Keep.NEVER,
        # One failure blocks it.
        needs=tuple(stage.name for stage in _CHECKS),
        cpu_s=8,
    ),
)
