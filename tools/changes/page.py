"""The report as a page that needs nothing else."""

from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt

from tools.changes.document import Block, Figure
from tools.evidence.page import document

_STYLE = """\
<style>
code { background: var(--card); border-radius: 4px; font: .86em ui-monospace, monospace;
  overflow-wrap: anywhere; padding: .1em .3em; }
pre code { background: none; padding: 0; }
h3 { border-bottom: 1px solid var(--line); font-size: 1.1rem; margin: 2rem 0 .8rem; }
table { margin: .6rem 0 1rem; } th { color: var(--quiet); font-weight: 600; }
details { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; }
summary { font-weight: 600; }
.pictures svg text { fill: revert-layer; font-size: revert-layer; }
.loss { border-left: 4px solid #b91c1c; padding-left: .8rem; }
@media print { details::details-content { content-visibility: visible; height: auto; }
  details > * { display: block; } summary { list-style: none; } }
@media (max-width: 40rem) { .pictures { grid-template-columns: 1fr; }
  table { display: block; overflow-x: auto; } }
</style>
"""


def page(title: str, blocks: Sequence[Block]) -> str:
    """Return the whole page; what folds is open, so that paper shows it too."""
    # Whatever is not ours is escaped where the blocks are made.
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    body = [_block(renderer, block) for block in blocks]
    return document(title, [_STYLE, *body])


def _block(renderer: MarkdownIt, block: Block) -> str:
    shown = f"{renderer.render(block.text)}{_figures(block.figures)}"
    if not block.summary:
        return shown
    return f"<details open><summary>{block.summary}</summary>{shown}</details>"


def _figures(figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    shown = [
        f"<figure>{each.svg}<figcaption>{escape(each.caption)}</figcaption></figure>"
        for each in figures
    ]
    return f'<div class="pictures">{"".join(shown)}</div>'
