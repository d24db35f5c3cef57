import math

import pytest

from previews.data.choices import choices, values_of
from previews.data.frames import name_of
from previews.data.prometheus import Prometheus
from previews.data.recording import Recorder, Recording
from previews.data.reduce import reduced
from previews.data.series import read
from previews.data.window import Window
from previews.errors import QueryError, RecordingError, SettingsError
from previews.model.dashboard import Variable
from previews.model.variables import ALL

from .factories import WINDOW, Answers, a_dashboard, a_panel_json, drawn


def a_variable(**changes):
    given = {"name": "service", "kind": "query", "query": "label_values(up, service)"}
    return Variable(**(given | changes))


@pytest.mark.parametrize(
    ("legend", "name"),
    [
        ("{{service}}", "items"),
        ("{{ service }} p95", "items p95"),
        ("{{missing}}!", "!"),
        ("plain", "plain"),
        ("", 'up{service="items"}'),
    ],
)
def test_a_series_is_named_by_grafana_s_template(legend, name):
    assert name_of({"__name__": "up", "service": "items"}, legend) == name


@pytest.mark.parametrize(
    ("how", "value"),
    [("lastNotNull", 2), ("max", 3), ("min", 1), ("mean", 2), ("sum", 6), ("odd", 2)],
)
def test_many_values_become_one(how, value):
    assert reduced([1.0, 3.0, 2.0, math.nan], how) == value


def test_nothing_reduces_to_nothing():
    assert math.isnan(reduced([]))
    assert math.isinf(reduced([math.inf]))


def test_an_answer_of_another_kind_is_refused():
    with pytest.raises(QueryError, match="type 'string'"):
        read({"resultType": "string", "result": [0, "x"]})
    with pytest.raises(QueryError, match="not an answer"):
        read({"resultType": "matrix", "result": [{"values": []}]})


def test_a_wanted_value_is_chosen_if_it_is_an_option():
    def chosen(wanted, **changes):
        source = Answers(labels=["b", "a"])
        [choice] = choices(source, [a_variable(**changes)], WINDOW, {"service": wanted})
        return list(choice.chosen)

    assert chosen(["b"]) == ["b"]
    assert chosen(["evil"]) == ["a"]
    assert chosen(["evil"], current=("b",)) == ["b"]
    assert chosen([], include_all=True) == [ALL]
    assert chosen([ALL]) == ["a"]


def test_all_stands_for_what_the_dashboard_says():
    variable = a_variable(include_all=True, all_value=".+")
    found = choices(Answers(labels=["a"]), [variable], WINDOW, {})

    assert values_of(found) == {"service": (".+",)}


def test_a_later_variable_may_use_an_earlier_one():
    source = Answers(labels=["dev"])
    second = a_variable(name="s", query='label_values(up{e="$service"}, s)')

    choices(source, [a_variable(), second], WINDOW, {})
    assert source.asked == ["service of up", 's of up{e="dev"}']


def test_a_custom_variable_lists_its_options():
    variable = a_variable(kind="custom", query="1m, 5m,Hour : 1h")
    [choice] = choices(Answers(), [variable], WINDOW, {})

    assert list(choice.options) == ["1m", "5m", "1h"]


def test_points_stay_where_they_are_while_time_goes_on():
    early = Window(end_s=1000.0, range_s=600.0).aligned(60)
    later = Window(end_s=1019.0, range_s=600.0).aligned(60)

    assert early == later == (360.0, 960.0)


def test_time_is_filled_into_the_query():
    panel = a_panel_json(targets=[{"expr": "rate(x[$__rate_interval])", "range": True}])
    source = Answers()

    drawn(a_dashboard(panel), source)
    assert source.asked == ["rate(x[1m])"]


def test_an_instant_query_fills_in_the_whole_range():
    target = {"expr": "increase(x[$__range])", "instant": True}
    source = Answers()

    drawn(a_dashboard(a_panel_json("stat", targets=[target])), source)
    assert source.asked == ["increase(x[1h])"]


def test_a_refused_query_is_an_error_of_its_panel_alone():
    class Half(Answers):
        def query_range(self, expr, *rest):
            if expr == "bad":
                raise QueryError("parse error")
            return super().query_range(expr, *rest)

    good, bad = a_panel_json(), a_panel_json(targets=[{"expr": "bad"}])
    found = drawn(a_dashboard(good, bad), Half()).data

    assert (len(found[0].frames), found[0].errors) == (1, ())
    assert (len(found[1].frames), found[1].errors) == (0, ("parse error",))


def test_what_was_recorded_is_answered_again(tmp_path):
    recorder = Recorder(Answers(labels=["a"]), 100.0)
    asked = [
        recorder.query("up", 100.0),
        recorder.query_range("up", 0.0, 60.0, 15.0),
        recorder.label_values("a", "up", 0.0, 60.0),
    ]
    recorder.save(tmp_path / "a.json")

    recording = Recording(tmp_path / "a.json")
    assert recording.at_s == 100.0
    assert asked == [
        recording.query("up", 7.0),
        recording.query_range("up", 100.0, 160.0, 15.0),
        recording.label_values("a", "up", 1.0, 2.0),
    ]


def test_a_recorded_refusal_is_one_again(tmp_path):
    recorder = Recorder(Answers(refusal="parse error"), 100.0)
    with pytest.raises(QueryError):
        recorder.query("bad", 100.0)
    recorder.save(tmp_path / "a.json")

    with pytest.raises(QueryError, match="parse error"):
        Recording(tmp_path / "a.json").query("bad", 100.0)


def test_what_was_not_recorded_says_how_to_get_it(tmp_path):
    Recorder(Answers(), 100.0).save(tmp_path / "a.json")

    with pytest.raises(QueryError, match="record again with --record"):
        Recording(tmp_path / "a.json").query("new", 1.0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 9}'])
def test_another_file_is_no_recording(tmp_path, text):
    (tmp_path / "a.json").write_text(text)

    with pytest.raises(RecordingError, match=r"a\.json"):
        Recording(tmp_path / "a.json")


@pytest.mark.parametrize("url", ["prometheus:9090", "file:///etc/passwd", "http://"])
def test_an_address_of_no_prometheus_is_refused(url):
    with pytest.raises(SettingsError, match=r"such as http://127\.0\.0\.1:9090"):
        Prometheus(url)
