"""One tool, one process: reads commands from standard input, answers in JSON lines.

    python -m tests.bench.reading.worker TOOL

``time FILE``: the seconds of CPU of one reading, the median of as many as fill a turn. ``tell FILE``: what it says. ``peak``: the most memory so far, in MB.
"""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import sys
import time
import warnings
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.bench.reading import ours, rivals, rivals_office
from tests.bench.reading.tool import TOOLS, Runner

TURN_SECONDS = 3.0
MODULES = (ours, rivals, rivals_office)  # imported for the tools they register


def main() -> None:
    """Answer until told to stop."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer

    def say(answer: object) -> None:
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()

    try:
        runner = TOOLS[sys.argv[1]].load()
    except ImportError as trouble:
        say({"missing": str(trouble)})
        return
    say({"ready": True})
    for line in sys.stdin:
        command, _, file = line.rstrip("\n").partition(" ")
        try:
            if command == "time":
                say({"seconds": median(turn(runner, Path(file)))})
            elif command == "tell":
                say({"told": asdict(runner.tell(runner.run(Path(file))))})
            else:
                say({"peak": peak_megabytes()})
        except Exception as trouble:  # noqa: BLE001 - a rival may raise anything; it is its result
            say({"failed": f"{type(trouble).__name__}: {trouble}"[:200]})


def turn(runner: Runner, file: Path) -> list[float]:
    """CPU seconds of readings one after the other until the turn is over, so that quick tools are not always timed cold."""
    taken: list[float] = []
    while not taken or sum(taken) + taken[-1] < TURN_SECONDS:
        began = time.process_time()
        runner.run(file)
        taken.append(time.process_time() - began)
    return taken


def peak_megabytes() -> float:
    """The most that was resident. Linux tells it of this program alone; getrusage also of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+)", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
