import subprocess

import pytest

from infra import content


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


@pytest.fixture(params=["copy", "repository"])
def checkout(request, tmp_path):
    write(tmp_path, "a.py", "deep/b.py", "new.txt")
    write(
        tmp_path, ".venv/x.py", "deep/__pycache__/b.pyc", "out/c.txt", "sub/out/d.txt"
    )
    (tmp_path / ".gitignore").write_text("# ours\n.venv/\n__pycache__/\n/out/\n")
    if request.param == "repository":
        git(tmp_path, "init", "-q")
        git(tmp_path, "add", "a.py", "deep/b.py", ".gitignore")
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def test_tracked_and_new_files_count_and_ignored_ones_do_not(checkout):
    found = content.digests(checkout).keys()

    assert found == {".gitignore", "a.py", "deep/b.py", "new.txt", "sub/out/d.txt"}


def test_digest_follows_the_content(checkout):
    before = content.digests(checkout)
    (checkout / "a.py").write_text("changed")
    after = content.digests(checkout)

    assert {name for name in before if before[name] != after[name]} == {"a.py"}


def test_deleted_file_is_gone(checkout):
    (checkout / "a.py").unlink()

    assert "a.py" not in content.digests(checkout)


def test_link_counts_as_where_it_leads(checkout):
    (checkout / "link").symlink_to("nowhere")
    first = content.digests(checkout)["link"]
    (checkout / "link").unlink()
    (checkout / "link").symlink_to("a.py")

    assert content.digests(checkout)["link"] != first


def test_names_are_part_of_a_digest():
    assert content.digest({"a": "1", "b": "2"}) == content.digest({"b": "2", "a": "1"})
    assert content.digest({"a": "1"}) != content.digest({"b": "1"})
