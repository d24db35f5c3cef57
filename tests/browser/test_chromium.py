"""The way pages are read, against a page of our own."""

import pytest

from tools.browser.chromium import rendered_text, visible_text

pytestmark = pytest.mark.browser


def test_scripts_have_run_when_the_page_is_read(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<title>x</title><p id=a>before</p><script>setTimeout(() => "
        "{document.getElementById('a').textContent = 'after ' + 1 + 1}, 500)</script>"
    )

    assert rendered_text(f"file://{page}", budget_ms=2000).endswith("after 11")


def test_scripts_and_styles_are_not_text():
    assert (
        visible_text("<style>a{}</style><p>1 &lt; 2</p><script>x</script>") == "1 < 2"
    )
