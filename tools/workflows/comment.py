"""
Puts reports onto a pull request: each as one comment, made once and updated after.

The first line of a report marks its comment. Standard library only: it runs with a
token that may write, and before anything is installed.
"""

import argparse
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Comments by this one only are ever changed: anybody can write the mark.
AUTHOR = "github-actions[bot]"
# GitHub refuses longer ones.
LONGEST = 65536
CUT = "\n\nThe rest is in the artefacts of this run.\n"
_MARK = re.compile(r"<!-- [a-z0-9:/._ -]+ -->")
_PER_PAGE = 100
_TIMEOUT_S = 30


class CommentError(Exception):
    """A report that is none, or an answer of GitHub's that is no success."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    What one comment says.

    Attributes:
        mark: Its first line, which is not shown and never changes.
    """

    mark: str
    body: str


@dataclass(frozen=True, kw_only=True)
class PullRequest:
    """Where comments go, and who may write them."""

    api: str
    repository: str
    number: int
    token: str

    def comments(self) -> Iterator[Mapping[str, Any]]:
        """Yield its comments, oldest first."""
        page = 1
        while True:
            words = f"per_page={_PER_PAGE}&page={page}"
            path = f"issues/{self.number}/comments?{words}"
            found = self._ask("GET", path)
            yield from found
            if len(found) < _PER_PAGE:
                return
            page += 1

    def write(self, report: Report, known: int | None) -> None:
        """Write a comment anew, or replace the text of the one with the id *known*."""
        content = {"body": report.body}
        if known is None:
            self._ask("POST", f"issues/{self.number}/comments", content)
        else:
            self._ask("PATCH", f"issues/comments/{known}", content)

    def _ask(self, method: str, path: str, content: object = None) -> Any:
        url = f"{self.api}/repos/{self.repository}/{path}"
        request = urllib.request.Request(  # noqa: S310
            url,
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
            raise CommentError(f"{method} {path}: {error.code} {said}") from error
        except (OSError, ValueError) as error:
            raise CommentError(f"{method} {path}: {error}") from error


def report(text: str, name: str) -> Report:
    """
    Return the report that *text* is, cut where GitHub would refuse it.

    Raises:
        CommentError: When its first line is no mark.
    """
    mark = text.partition("\n")[0].strip()
    if not _MARK.fullmatch(mark):
        raise CommentError(
            f"{name} begins with {mark[:80]!r}; its first line has to be its mark, such"
            " as `<!-- pharos:changes:dev -->`"
        )
    if len(text) > LONGEST:
        kept = text[: LONGEST - len(CUT)]
        text = kept[: kept.rfind("\n") + 1].rstrip() + CUT
    return Report(mark=mark, body=text)


def known(comments: Iterator[Mapping[str, Any]], mark: str) -> int | None:
    """Return the id of the first comment of ours that carries *mark*."""
    for each in comments:
        author = (each.get("user") or {}).get("login")
        first = str(each.get("body") or "").partition("\n")[0].strip()
        if author == AUTHOR and first == mark:
            return int(each["id"])
    return None


def post(pull_request: PullRequest, reports: Sequence[Report]) -> None:
    """
    Write each report into its comment.

    Raises:
        CommentError: When GitHub refuses.
    """
    for each in reports:
        found = known(pull_request.comments(), each.mark)
        pull_request.write(each, found)
        print(f"{each.mark}: {'made' if found is None else 'updated'}")


def main(argv: Sequence[str] | None = None, env: Mapping[str, str] = os.environ) -> int:
    """Read the words and the runner's variables, and post."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.workflows.comment")
    parser.add_argument("files", nargs="+", type=Path, help="reports, in Markdown")
    files = parser.parse_args(argv).files
    try:
        pull_request = PullRequest(
            api=env["GITHUB_API_URL"],
            repository=env["GITHUB_REPOSITORY"],
            number=int(env["PULL_REQUEST"]),
            token=env["GITHUB_TOKEN"],
        )
        post(pull_request, [report(path.read_text(), str(path)) for path in files])
    except KeyError as error:
        print(f"error: the variable {error} is not set", file=sys.stderr)
        return 1
    except (CommentError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
