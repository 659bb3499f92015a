"""Workers: each tool on each file in a process of its own, timed in turn so that a busy minute slows all alike."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.reading.tool import Told, Tool

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 300


class Worker:
    """One tool in a process of its own. ``trouble`` says why it does not answer any more."""

    def __init__(self, tool: Tool) -> None:
        self.tool, self.trouble = tool, ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.reading.worker", tool.name],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        )  # fmt: skip
        answer = self.hear()
        if "ready" not in answer:
            self.trouble = f"未安装：{answer.get('missing', '没有回答')}"

    def hear(self) -> dict[str, Any]:
        """The next answer; empty when there is none in time or any more."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.trouble = "没有回答"
            self.process.kill()
        return json.loads(line) if line else {}

    def ask(self, command: str, key: str) -> tuple[Any, str]:
        """The answer and "", or None and why there is none."""
        if self.trouble:
            return None, self.trouble
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.hear()
        return answer.get(key), str(answer.get("failed", self.trouble)).splitlines()[
            0
        ] if key not in answer else ""

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


@dataclass
class Timing:
    """CPU seconds of one reading, the median of some; the most memory in MB."""

    seconds: float = 0.0
    megabytes: float = 0.0
    trouble: str = ""
    runs: list[float] = field(default_factory=list)


def tell(tool: Tool, files: Iterable[Path]) -> list[tuple[Told, str]]:
    """What ``tool`` says of each file, or why it says nothing."""
    worker = Worker(tool)
    out = []
    for file in files:
        got, trouble = worker.ask(f"tell {file}", "told")
        if got is None:
            out.append((Told(), trouble))
            continue
        slots = got["slots"] and [[tuple(slot) for slot in table] for table in got["slots"]]
        out.append((Told(got["text"], got["tables"], slots), ""))
    worker.end()
    return out


def time_all(tools: Iterable[Tool], file: Path, rounds: int) -> dict[str, Timing]:
    """Every tool on ``file``: one turn to warm up, then ``rounds`` turns; see `worker.turn`."""
    workers = [Worker(tool) for tool in tools]
    timings = {worker.tool.name: Timing() for worker in workers}
    for turn in range(rounds + 1):
        for worker in workers:
            seconds, trouble = worker.ask(f"time {file}", "seconds")
            timings[worker.tool.name].trouble = trouble
            if turn and seconds is not None:
                timings[worker.tool.name].runs.append(seconds)
    for worker in workers:
        timing = timings[worker.tool.name]
        timing.megabytes = worker.ask("peak", "peak")[0] or 0.0
        timing.seconds = median(timing.runs) if timing.runs else 0.0
        worker.end()
    return timings
