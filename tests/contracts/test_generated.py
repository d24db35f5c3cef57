import pytest

import dashboards.files
import rules.files
from tools.docs import diagram, policies, runbooks
from tools.workflows import codeowners

MADE = {
    **{
        f"rules/generated/{name}": text
        for name, text in rules.files.generated().items()
    },
    **{
        f"dashboards/generated/{name}": text
        for name, text in dashboards.files.generated().items()
    },
    **{
        f"rules/generated/consoles/{name}": html
        for name, html in runbooks.generated().items()
    },
    "docs/architecture.svg": diagram.render(),
    "docs/policies/README.md": policies.render(),
    ".github/CODEOWNERS": codeowners.generated(codeowners.FILE.read_text()),
}


@pytest.mark.parametrize("path", MADE)
def test_committed_file_is_what_the_generator_makes(request, path):
    committed = (request.config.rootpath / path).read_text()

    assert committed == MADE[path], "run `make gen` and commit what it changes"


@pytest.mark.parametrize("folder", ["rules/generated", "dashboards/generated"])
def test_no_committed_file_is_left_over(request, folder):
    root = request.config.rootpath
    found = [path for path in (root / folder).rglob("*") if path.is_file()]

    assert {str(path.relative_to(root)) for path in found} <= MADE.keys()
