import pytest
from markdown_it import MarkdownIt

from tools.changes.document import Block, code, comment, fence, plain, table, text


def test_a_short_report_is_shown_whole():
    blocks = [text("a"), Block(summary="more", text="b")]

    assert comment(blocks) == (
        "a\n\n<details><summary>more</summary>\n\nb\n\n</details>\n"
    )


def test_of_a_long_report_the_longest_details_go_first():
    blocks = [
        text("head"),
        Block(summary="short", text="s" * 40),
        Block(summary="long", text="l" * 400),
    ]

    said = comment(blocks, longest=300)

    assert len(said) <= 300
    assert "s" * 40 in said
    assert "l" * 400 not in said
    assert "The HTML report has it" in said


def test_a_report_without_details_is_cut():
    said = comment([text("x" * 500)], longest=200)

    assert len(said) <= 200
    assert said.endswith("The HTML report has it.")


@pytest.mark.parametrize(
    "words", ["a|b", "<b>x</b>", "`x`", "*x* _y_ ~z~", "[x](y)", "a\\b", "x & y"]
)
@pytest.mark.parametrize("shown", [code, plain])
def test_whatever_is_told_is_no_markup_even_in_a_table(words, shown):
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(table(["x", "y:"], [[shown(words), "1"]]))
    )

    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(character, entity)
    assert html.count("<td>") == 1
    assert words in html


def test_lines_with_fences_stay_in_theirs():
    said = fence("a\n```\nb", "diff")

    assert said.startswith("````diff\n")
    assert said.endswith("\n````")
