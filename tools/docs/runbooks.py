"""`python -m tools.docs.runbooks`: each runbook as a page that Prometheus serves."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_ROOT = Path(__file__).parents[2]
SOURCES = _ROOT / "docs" / "runbooks"
FOLDER = _ROOT / "rules" / "generated" / "consoles"
INDEX = "index"

# A page of its own: when it is read, little else may work.
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --link: #7ab7ff; } }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
h1 { margin-bottom: .3rem; }
h2 { margin-top: 2rem; border-bottom: 1px solid var(--line); }
code { font: .92em ui-monospace, monospace; background: var(--soft);
  padding: .1em .3em; border-radius: 4px; }
pre { background: var(--soft); padding: .7rem .9rem; border-radius: 6px;
  overflow-x: auto; }
pre code { background: none; padding: 0; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
li { margin: .35rem 0; }
.run { display: block; margin: -.7rem 0 1rem; font-size: .9em; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<nav>{navigation}</nav>
{body}</body>
</html>
"""
_NAVIGATION = '<a href="../alerts">Alerts</a> · <a href="index.html">Runbooks</a>'


class _Renderer(RendererHTML):
    """Puts a link below each query that asks Prometheus for it."""

    def fence(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Return a block of code."""
        block = super().fence(tokens, idx, options, env)
        if tokens[idx].info.strip() != "promql":
            return block
        query = quote(tokens[idx].content.strip(), safe="")
        return (
            f'{block}<a class="run" href="../query?g0.expr={query}&amp;g0.tab=1">'
            "Ask Prometheus</a>\n"
        )


def page(name: str, text: str) -> str:
    """Return the page of *text*, which is Markdown, as a Go template."""
    body = MarkdownIt(renderer_cls=_Renderer).enable("table").render(_linked(text))
    html = _PAGE.format(
        title=escape(name), style=_STYLE, navigation=_NAVIGATION, body=body
    )
    return html.replace("{{", '{{"{{"}}')


def generated(sources: Path = SOURCES) -> Mapping[str, str]:
    """Return each page by its file name; one of them lists the others."""
    texts = {path.stem: path.read_text() for path in sorted(sources.glob("*.md"))}
    pages = {f"{name}.html": page(name, text) for name, text in texts.items()}
    listed = "\n".join(f"- [{name}]({name}.md)" for name in texts)
    return {**pages, f"{INDEX}.html": page("Runbooks", f"# Runbooks\n\n{listed}\n")}


def main(folder: Path = FOLDER) -> None:
    """Write the pages into *folder*, and remove what is no longer made."""
    pages = generated()
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(folder.glob("*.html")) - {folder / name for name in pages}:
        stale.unlink()
    for name, html in pages.items():
        (folder / name).write_text(html)


def _linked(text: str) -> str:
    """Point links at the pages beside it; what else there is, is in the checkout."""
    beside = re.sub(r"\]\(([A-Za-z0-9_]+)\.md\)", r"](\1.html)", text)
    return re.sub(
        r"\[([^\]]+)\]\(\.\./([A-Za-z0-9_/]+\.md)[^)]*\)",
        r"\1 (`docs/\2` of the checkout)",
        beside,
    )


if __name__ == "__main__":
    main()
