"""Against a server that answers as GitHub's comments do."""

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from tools.workflows import comment

MARK = "<!-- pharos:changes:dev -->"
OTHER = "<!-- pharos:changes:prod -->"


@dataclass
class GitHub:
    """The comments of one pull request."""

    port: int = 0
    comments: list[dict] = field(default_factory=list)
    refuses: int = 0

    def add(self, body, login=comment.AUTHOR):
        number = len(self.comments) + 1
        self.comments.append({"id": number, "body": body, "user": {"login": login}})

    def answer(self, method, url, content):
        path, query = urlsplit(url).path, parse_qs(urlsplit(url).query)
        if method == "GET" and path == "/repos/o/r/issues/7/comments":
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return 200, self.comments[size * (page - 1) : size * page]
        if method == "POST" and path == "/repos/o/r/issues/7/comments":
            self.add(content["body"])
            return 201, self.comments[-1]
        found = re.fullmatch(r"/repos/o/r/issues/comments/(\d+)", path)
        if method == "PATCH" and found:
            self.comments[int(found[1]) - 1]["body"] = content["body"]
            return 200, self.comments[int(found[1]) - 1]
        return 404, {"message": "Not Found"}


@pytest.fixture
def github():
    service = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def do(self):
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length) or "null")
            allowed = self.headers["Authorization"] == "Bearer token"
            status, said = (
                service.answer(self.command, self.path, content)
                if allowed
                else (403, {"message": "Resource not accessible by integration"})
            )
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        service.port = server.server_address[1]
        yield service
        server.shutdown()


@pytest.fixture
def post(github, tmp_path):
    """Posts reports; returns the exit code."""

    def act(*texts, token="token"):
        files = []
        for number, text in enumerate(texts):
            files.append(tmp_path / f"{number}.md")
            files[-1].write_text(text)
        env = {
            "GITHUB_API_URL": f"http://127.0.0.1:{github.port}",
            "GITHUB_REPOSITORY": "o/r",
            "PULL_REQUEST": "7",
            "GITHUB_TOKEN": token,
        }
        return comment.main([*map(str, files)], env)

    return act


def bodies(github):
    return [each["body"] for each in github.comments]


def test_a_report_becomes_a_comment_once_and_is_updated_after(github, post):
    assert post(f"{MARK}\nfirst") == 0
    assert post(f"{MARK}\nsecond") == 0

    assert bodies(github) == [f"{MARK}\nsecond"]


def test_each_environment_has_a_comment_of_its_own(github, post):
    post(f"{MARK}\ndev", f"{OTHER}\nprod")
    post(f"{OTHER}\nprod again", f"{MARK}\ndev again")

    assert bodies(github) == [f"{MARK}\ndev again", f"{OTHER}\nprod again"]


def test_its_comment_is_found_behind_many_others(github, post):
    for number in range(150):
        github.add(f"talk {number}", login="somebody")
    post(f"{MARK}\nfirst")
    post(f"{MARK}\nsecond")

    assert len(github.comments) == 151
    assert bodies(github)[-1] == f"{MARK}\nsecond"


def test_a_comment_of_somebody_else_s_is_never_changed(github, post):
    github.add(f"{MARK}\nplanted", login="somebody")

    post(f"{MARK}\nours")

    assert bodies(github) == [f"{MARK}\nplanted", f"{MARK}\nours"]


def test_a_report_that_is_too_long_is_cut_at_a_line_and_says_so(github, post):
    post(f"{MARK}\n" + "line of a report\n" * 6000)

    [body] = bodies(github)
    assert len(body) <= comment.LONGEST
    assert body.endswith(f"line of a report{comment.CUT}")


@pytest.mark.parametrize("text", ["# Changes\n", "", "<!-- a --> x\n"])
def test_a_report_without_a_mark_is_refused_and_nothing_is_written(
    github, post, capsys, text
):
    assert post(text) == 1

    assert github.comments == []
    assert "its first line has to be its mark" in capsys.readouterr().err


def test_a_refusal_of_github_is_told_without_the_token(github, post, capsys):
    assert post(f"{MARK}\n", token="canary-token") == 1

    said = "".join(capsys.readouterr())
    assert "403" in said
    assert "Resource not accessible" in said
    assert "canary-token" not in said


def test_a_missing_variable_is_named(tmp_path, capsys):
    file = tmp_path / "a.md"
    file.write_text(f"{MARK}\n")

    assert comment.main([str(file)], {}) == 1

    assert "'GITHUB_API_URL' is not set" in capsys.readouterr().err
