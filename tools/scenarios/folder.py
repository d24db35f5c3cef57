"""What is kept of a run: figures, a table and a page."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools.scenarios.goals import goals
from tools.scenarios.markdown import markdown
from tools.scenarios.page import page
from tools.scenarios.repair import by_hand_s, repairs
from tools.scenarios.result import Report, Result
from tools.scenarios.wording import verdict

PARENT = Path("artifacts") / "scenarios"
PAGE = "index.html"


def write(folder: Path, report: Report) -> Path:
    """Write everything; returns the page."""
    text = json.dumps(summary(report), indent=2, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n")
    (folder / "table.md").write_text(markdown(report) + "\n")
    (folder / PAGE).write_text(page(report))
    return folder / PAGE


def summary(report: Report) -> dict[str, Any]:
    """Return everything as JSON has it."""
    return {
        "goals": [asdict(goal) for goal in goals(report)],
        "scenarios": [_result(result) for result in report.results],
        "normal": asdict(report.normal) if report.normal else None,
        "repair_s": repairs(report.results),
        "repair_by_hand_model_s": by_hand_s(report.results),
        "conditions": report.conditions,
        "interrupted": report.interrupted,
    }


def _result(result: Result) -> dict[str, Any]:
    score = result.score
    return {
        "name": result.scenario.name,
        "title": result.scenario.title,
        "verdict": verdict(result),
        "failure": result.failure,
        "begin_s": result.begin_s,
        "end_s": result.end_s,
        "told": [
            {
                "services": each.cause.services,
                "incident": each.incident,
                "delay_s": each.delay_s,
                "rank": each.rank,
                "confidence": each.confidence,
                "right_s": each.right_s,
                "kind_right": each.kind_right,
            }
            for each in (score.told if score else ())
        ],
        "incidents": score.incidents if score else None,
        "wrong": score.wrong if score else (),
        "resolved_s": score.resolved_s if score else None,
        "alert": asdict(result.alert) if result.alert else None,
        "remedied": asdict(result.remedied) if result.remedied else None,
        "events": result.events,
        "curves": [asdict(curve) for curve in result.curves],
    }
