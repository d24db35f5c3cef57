import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

INFRA = Path(__file__).parents[2] / "infra"


def test_packages_import_in_one_direction(request, capsys):
    configure()

    passed = lint_imports(
        config_filename=str(request.config.rootpath / "pyproject.toml"),
        cache_dir=None,
    )

    assert passed, capsys.readouterr().out


def test_nothing_in_infra_hides_a_module_of_others():
    # Pulumi puts infra/ itself first on sys.path.
    ours = {path.stem for path in INFRA.iterdir() if path.stem[0] not in "_."}
    others = set(sys.stdlib_module_names) | set(packages_distributions())

    assert ours & others == set()


def test_the_program_is_short():
    assert len((INFRA / "__main__.py").read_text().splitlines()) < 50
