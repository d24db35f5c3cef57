import json
import subprocess

import pytest

from infra.specs.settings import parse
from previews import png as pngs
from previews.__main__ import main
from tools.bootstrap.commands.previews import completed

from .factories import a_dashboard_json, a_panel_json


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "shop.json").write_text(a_dashboard_json(a_panel_json()))
    return tmp_path


@pytest.fixture
def recording(tmp_path):
    """Answers to the query of ``a_panel_json``, and to a changed one."""
    values = [[1_700_000_000 + 15 * n, str(n)] for n in range(241)]
    result = [{"metric": {"service": "items"}, "values": values}]
    data = {"resultType": "matrix", "result": result}
    answers = {f"range|3600|15|{expr}": {"data": data} for expr in ("up", "2 * up")}
    path = tmp_path / "answers.json"
    document = {"version": 1, "at_s": 1_700_003_600, "answers": answers}
    path.write_text(json.dumps(document))
    return path


def draw(folder, recording, *words):
    out = str(folder / "out")
    given = ["--dashboards", str(folder / "new"), "--from", str(recording)]
    return main(["draw", "--out", out, *given, *words])


def test_a_page_a_picture_and_an_index_are_written(folder, recording):
    assert draw(folder, recording, "--png") == 0

    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {"index.html", "shop.html", "shop.svg", "shop.png"}
    assert "<script" not in (folder / "out" / "shop.html").read_text()


def test_the_same_recording_draws_the_same_picture(folder, recording):
    draw(folder, recording)
    first = (folder / "out" / "shop.svg").read_text()
    draw(folder, recording)

    assert (folder / "out" / "shop.svg").read_text() == first
    assert "Until: 2023-11-14 23:13:20 UTC" in first


def test_a_panel_that_cannot_be_drawn_is_told_in_the_status(folder, recording, capsys):
    panel = a_panel_json(targets=[{"expr": "new_metric"}])
    (folder / "new" / "shop.json").write_text(a_dashboard_json(panel))

    assert draw(folder, recording) == 1
    assert "shop, Requests: answers.json has no answer" in capsys.readouterr().out


def test_a_prometheus_that_is_away_is_named_with_the_fix(folder, capsys):
    words = ["--dashboards", str(folder / "new"), "--out", str(folder / "out")]

    assert main(["draw", *words, "--prometheus", "http://127.0.0.1:1"]) == 1
    said = capsys.readouterr().err
    assert "http://127.0.0.1:1" in said
    assert "make up" in said


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--only", "other"], "no dashboard 'other'; there is shop"),
        (["--range", "soon"], "'soon' is not a duration"),
        (["--var", "x"], "--var 'x' is not NAME=VALUE"),
    ],
)
def test_a_wrong_word_is_refused_with_the_fix(
    folder, recording, capsys, words, problem
):
    assert draw(folder, recording, *words) == 1
    assert problem in capsys.readouterr().err


def compare(folder, recording, *words):
    out = str(folder / "out")
    given = ["--after", str(folder / "new"), "--from", str(recording)]
    return main(["compare", "--out", out, *given, *words])


def test_a_comparison_shows_only_what_differs(folder, recording, capsys):
    same = a_panel_json(title="Same")
    old = a_panel_json(title="Edited")
    new = old | {"targets": [{"expr": "2 * up", "legendFormat": "twice"}]}
    (folder / "old").mkdir()
    (folder / "old" / "shop.json").write_text(a_dashboard_json(same, old))
    (folder / "new" / "shop.json").write_text(a_dashboard_json(same, new))

    assert compare(folder, recording, "--before", str(folder / "old"), "--png") == 0
    page = (folder / "out" / "index.html").read_text()
    assert "targets[0].expr: up → 2 * up" in page
    assert "Same" not in page
    assert page.count("<figure>") == 2
    assert {path.name for path in (folder / "out").glob("*.png")} == {
        "shop-01-before.png",
        "shop-01-after.png",
    }
    assert "Shop / Edited: changed" in capsys.readouterr().out


def test_a_revision_is_compared_without_touching_the_checkout(
    folder, recording, monkeypatch
):
    monkeypatch.chdir(folder)
    generated = folder / "dashboards" / "generated"
    generated.mkdir(parents=True)
    (generated / "shop.json").write_text(a_dashboard_json(a_panel_json(title="Old")))
    for words in (
        ["init", "-q"],
        ["add", "dashboards"],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], check=True)

    assert compare(folder, recording, "--before", "HEAD") == 0
    page = (folder / "out" / "index.html").read_text()
    assert "Old</strong>: removed" in page
    assert "Requests</strong>: added" in page


def test_an_unknown_revision_is_refused(folder, recording, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    subprocess.run(["git", "init", "-q"], check=True)

    assert compare(folder, recording, "--before", "nowhere") == 1
    assert "git does not know 'nowhere'" in capsys.readouterr().err


def test_an_svg_becomes_a_png_of_the_wanted_width():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        '<rect width="40" height="20" fill="red"/></svg>'
    )
    picture = pngs.png(svg, 80)

    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 80


def test_make_fills_in_the_stack_s_prometheus():
    settings = parse("dev", {"prometheusPort": "9999", "scrapeInterval": "2s"})

    assert completed(["draw", "--png"], settings) == [
        "draw",
        "--png",
        "--prometheus",
        "http://127.0.0.1:9999",
        "--out",
        "artifacts/previews",
        "--scrape-interval",
        "2s",
    ]
    assert "--prometheus" not in completed(["draw", "--from", "a.json"], settings)
    assert completed(["serve"], settings) == ["serve"]
