import stat

import pytest

from tools.bootstrap import pulumi_build, pulumi_tools
from tools.bootstrap.errors import CommandFailed
from tools.bootstrap.places import Places
from tools.bootstrap.processes import Processes
from tools.bootstrap.pulumi_choice import Origin

# Stands where Go stands on PATH: building Pulumi for real takes minutes. It writes
# what it was asked for, and fails where a test wants it to.
GO = """\
#!/bin/sh
echo "$@" >> "{log}"
if [ "$1" = list ]; then echo "{module}"; exit 0; fi
while [ "$1" != -o ]; do shift; done
case "$2" in *{fails}) echo "out of memory"; exit 1;; esac
echo "built" > "$2"
chmod 755 "$2"
"""


@pytest.fixture
def go(tmp_path, monkeypatch):
    """Put the stand-in on PATH; returns how to change it and what it was asked."""
    module = tmp_path / "module"
    for script in pulumi_build.SCRIPTS:
        (module / script).parent.mkdir(parents=True, exist_ok=True)
        (module / script).write_text("#!/bin/sh\n")
    log = tmp_path / "go.log"
    folder = tmp_path / "go"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def write(fails="nothing"):
        text = GO.format(log=log, module=module, fails=fails)
        (folder / "go").write_text(text)
        (folder / "go").chmod(0o755)
        log.write_text("")
        return log

    write()
    return write


def make(cache):
    return pulumi_build.make(cache, Origin.GO, Processes(), lambda line: None)


def test_the_folder_holds_the_cli_the_host_and_its_scripts(tmp_path, go):
    folder = make(tmp_path / "cache")

    assert {path.name for path in folder.iterdir()} == {
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
        "pulumi-analyzer-policy-python",
        "pulumi-resource-pulumi-python",
    }
    assert all(path.stat().st_mode & stat.S_IXUSR for path in folder.iterdir())
    assert pulumi_build.cached_bin(tmp_path / "cache") == folder


def test_what_is_in_the_cache_is_not_built_again(tmp_path, go):
    make(tmp_path / "cache")
    log = go()

    make(tmp_path / "cache")

    assert log.read_text() == ""


def test_nothing_is_changed_in_the_pinned_modules(tmp_path, go):
    log = go()
    make(tmp_path / "cache")

    builds = [line for line in log.read_text().splitlines() if "build" in line]
    assert len(builds) == 2
    assert all("-mod=readonly" in line for line in builds)
    assert "version.Version=v3.200.0" in builds[0]


def test_a_cut_off_build_leaves_nothing_that_looks_whole(tmp_path, go):
    go(fails="language-python")
    with pytest.raises(CommandFailed, match="out of memory"):
        make(tmp_path / "cache")

    assert pulumi_build.cached_bin(tmp_path / "cache") is None
    assert list((tmp_path / "cache" / "pulumi").iterdir()) == []
    go()
    assert make(tmp_path / "cache").is_dir()


def test_a_corrupted_binary_is_seen_and_made_again(tmp_path, go):
    folder = make(tmp_path / "cache")
    (folder / "pulumi").write_text("bilge")

    assert pulumi_build.cached_bin(tmp_path / "cache") is None
    assert pulumi_build.damaged(tmp_path / "cache") == [folder.parent]
    make(tmp_path / "cache")
    assert (folder / "pulumi").read_text() == "built\n"


def test_a_changed_pin_is_another_folder(tmp_path, monkeypatch):
    before = pulumi_build.folder_of(tmp_path, Origin.GO)
    monkeypatch.setattr(pulumi_build, "HOST_PINNED", "3.76.0")

    assert pulumi_build.folder_of(tmp_path, Origin.GO) != before


@pytest.mark.parametrize(
    ("module", "tool", "version"),
    [
        ("", pulumi_build.CLI, pulumi_build.PINNED),
        ("host", pulumi_build.HOST, pulumi_build.HOST_PINNED),
    ],
)
def test_the_modules_are_pinned_to_the_version_by_their_sums(module, tool, version):
    folder = pulumi_build.CLI_MODULE / module

    assert f"tool {tool}\n" in (folder / "go.mod").read_text()
    assert f"{pulumi_build.SDK} v{version} h1:" in (folder / "go.sum").read_text()


def test_a_damaged_pulumi_is_named_for_good_and_built_again(tmp_path, go, monkeypatch):
    monkeypatch.setattr(pulumi_tools, "downloads_answer", lambda: False)
    monkeypatch.setattr(pulumi_tools, "go_version", lambda: (1, 26, 0))
    where = Places(checkout=tmp_path, home=tmp_path / "home", cache=tmp_path / "cache")
    host = make(where.cache) / "pulumi-language-python"
    host.write_text("something else")
    notices = []

    pulumi_tools.get(where, Processes(), lambda line: None, notices.append)

    folder = pulumi_build.folder_of(where.cache, Origin.GO)
    assert notices == [f"Notice: {folder} is damaged; it is made again."]
    assert host.read_text() == "built\n"
    assert pulumi_build.damaged(where.cache) == []
