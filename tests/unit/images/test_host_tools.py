from pathlib import Path

from tools.images.catalogue import load_catalogue
from tools.images.gobuild import program_folder
from tools.images.host_tools import damaged, lacking, tool_argvs
from tools.images.model import ResolvedImage, Source
from tools.images.programs import ALERTMANAGER, PROMETHEUS
from tools.images.site import Site


def site(cache: Path) -> Site:
    return Site(cache=cache, catalogue=load_catalogue(), machine="x86_64")


def prometheus(source: Source, *, probe: tuple[str, ...] = ("wget",)) -> ResolvedImage:
    return ResolvedImage(
        reference="prom/prometheus@sha256:1", source=source, name="n", probe=probe
    )


def test_an_official_image_runs_its_own_tool_without_network(tmp_path: Path) -> None:
    images = {"prometheus": prometheus(Source.PULLED)}
    argv = tool_argvs(site(tmp_path), images)["promtool"]
    assert argv[1:] == (
        *("run", "--rm", "-i", "--network", "none"),
        *("--entrypoint", "promtool", "prom/prometheus@sha256:1"),
    )


def test_a_built_image_wants_its_tools_built_as_well(tmp_path: Path) -> None:
    images = {"prometheus": prometheus(Source.BUILT, probe=("/bin/hc",))}
    assert [p.name for p in lacking(site(tmp_path), images)] == ["prometheus"]
    assert tool_argvs(site(tmp_path), images) == {}


def test_of_the_tools_to_build_those_that_are_there_are_damaged(tmp_path: Path) -> None:
    where = site(tmp_path)
    folder = program_folder(PROMETHEUS, cache=where.cache, machine=where.machine)
    folder.mkdir(parents=True)

    assert damaged(where, [PROMETHEUS, ALERTMANAGER]) == [folder]


def test_a_pulled_image_wants_nothing_built(tmp_path: Path) -> None:
    images = {"prometheus": prometheus(Source.PULLED)}
    assert lacking(site(tmp_path), images) == []


def test_an_image_of_ours_brought_from_elsewhere_holds_no_tool(tmp_path: Path) -> None:
    images = {"prometheus": prometheus(Source.IMPORTED, probe=("/bin/hc",))}
    assert tool_argvs(site(tmp_path), images) == {}
