import csv
import json
import lzma

import pytest

from aiops.evaluate.cli import main

NODES = ("PetSite", "search")


def write_petshop(root, *, rows=40):
    scenario = root / "low_traffic"
    write_table(
        scenario / "noissue" / "metrics.csv", [(300.0 * i, 0.05) for i in range(rows)]
    )
    with (scenario / "graph.csv").open("w", newline="") as out:
        csv.writer(out).writerows(
            [["", *NODES], ["PetSite", "0.0", "1.0"], ["search", "0.0", "0.0"]]
        )
    issue = scenario / "train" / "issue_0"
    slow = [(50_000 + 300.0 * i, 0.05 if i < 2 else 0.2) for i in range(5)]
    write_table(issue / "metrics.csv", slow)
    target = {"node": "PetSite", "metric": "latency", "timestamp": 50_600}
    truth = {"node": "search", "metric": None}
    (issue / "target.json").write_text(
        json.dumps({"target": target, "root_cause": truth})
    )
    return root


def write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [
        (node, metric, statistic)
        for node in NODES
        for metric, statistic in (("latency", "Average"), ("requests", "Sum"))
    ]
    with path.open("w", newline="") as out:
        write = csv.writer(out).writerow
        for place, name in enumerate(("microservice", "metric", "statistic")):
            write([name, *(column[place] for column in columns)])
        write(["unix_timestamp", *[""] * len(columns)])
        for time_s, latency_s in rows:
            write([time_s, latency_s, 100, latency_s, 100])


def write_nezha(root):
    day = "2023-01-29"
    rows = [
        [f"t{i}", f"s{i}", "root", "shop-abc-def", "GET", i * 10**9, 0, 1000]
        for i in range(5)
    ]
    for folder in (root / "construct_data" / day, root / "rca_data" / day):
        (folder / "trace").mkdir(parents=True)
        (folder / "log").mkdir()
    head = ["TraceID", "SpanID", "ParentID", "PodName", "OperationName"]
    head += ["StartTimeUnixNano", "EndTimeUnixNano", "Duration"]
    for path in (
        root / "construct_data" / day / "trace" / "08_50_trace.csv.xz",
        root / "rca_data" / day / "trace" / "08_43_trace.csv.xz",
    ):
        with lzma.open(path, "wt", newline="") as out:
            csv.writer(out).writerows([head, *rows])
    log = root / "rca_data" / day / "log" / "08_43_log.csv"
    log.write_text(
        "Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n"
        'x,1,n,shop-abc-def,c,t1,s1,"{""log"":""ERROR a.B#1 x""}"\n'
        "x,1,n,shop-abc-def,c,t1,s1,not packed\n"
    )
    fault = {"inject_time": f"{day} 08:43:04", "inject_pod": "shop-abc-def"}
    listed = root / "rca_data" / day / f"{day}-fault_list.json"
    listed.write_text(json.dumps({"08": [fault]}))
    return root


def write_nab(root, *, value="1.5"):
    path = root / "data" / "folder" / "name.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"timestamp,value\n2014-04-01 00:00:00,{value}\n")
    return root


def run(tmp_path, *arguments):
    out = tmp_path / "out.jsonl"
    code = main([*map(str, arguments), "--out", str(out)])
    return code, [json.loads(line) for line in out.read_text().splitlines()]


def test_petshop_cases_are_answered_with_the_cause_and_with_nothing(tmp_path):
    root = write_petshop(tmp_path / "set")

    code, answers = run(tmp_path, "rca", "--format", "petshop", root)

    assert code == 0
    assert [answer["case"] for answer in answers] == [
        "low_traffic/train/issue_0",
        *(f"noissue/low_traffic/latency/{number}" for number in range(5)),
    ]
    assert answers[0]["ranking"] == ["search"]
    assert len(answers[0]["confidence"]) == 1
    assert all(not answer["ranking"] for answer in answers[1:])


def test_an_onset_can_be_told_late(tmp_path):
    root = write_petshop(tmp_path / "set")
    words = ("rca", "--format", "petshop", root, "--onset-delay-s", 60)

    assert run(tmp_path, *words)[1][0]["ranking"] == ["search"]


def test_nezha_faults_are_answered_by_their_time(tmp_path):
    root = write_nezha(tmp_path / "set")

    code, answers = run(tmp_path, "rca", "--format", "nezha", root)

    assert code == 0
    assert [answer["case"] for answer in answers] == ["2023-01-29/08:43:04"]
    assert answers[0]["seconds"] >= 0


def test_each_row_of_a_series_has_a_score(tmp_path):
    root = write_nab(tmp_path / "set")

    assert run(tmp_path, "detect", "--format", "nab", root) == (
        0,
        [{"file": "folder/name.csv", "timestamp": "2014-04-01 00:00:00", "score": 0.0}],
    )


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (("rca", "--format", "petshop"), "is it the PetShop folder?"),
        (("rca", "--format", "nezha"), "is it the Nezha folder?"),
        (("detect", "--format", "nab"), "the NAB folder?"),
    ],
)
def test_a_folder_that_is_no_such_set_is_named(words, fix, tmp_path, capsys):
    assert main([*words, str(tmp_path), "--out", str(tmp_path / "out")]) == 2

    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert fix in said
    assert not list(tmp_path.iterdir())


def test_a_row_that_is_no_number_is_named_and_an_older_answer_is_kept(tmp_path, capsys):
    root = write_nab(tmp_path / "set", value="much")
    out = tmp_path / "out.jsonl"
    out.write_text("older")

    assert main(["detect", "--format", "nab", str(root), "--out", str(out)]) == 2

    assert "name.csv: a row is not a time and a number" in capsys.readouterr().err
    assert out.read_text() == "older"
    assert not out.with_name("out.jsonl.unfinished").exists()


def test_a_minute_without_traces_is_named(tmp_path, capsys):
    root = write_nezha(tmp_path / "set")
    next(root.glob("rca_data/*/trace/*")).unlink()

    assert (
        main(["rca", "--format", "nezha", str(root), "--out", str(tmp_path / "o")]) == 2
    )
    assert "holds none of the minutes" in capsys.readouterr().err
