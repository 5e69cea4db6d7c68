"""Workers: answers come back; a hang, a crash and a flood of memory each end one piece of work and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.read.worker import Broken, Workers
from tests.corpus.read import deeds

ROOT = Path(__file__).parents[3]


def test_answers_come_back_from_other_processes() -> None:
    with Workers(deeds.double, 2) as workers:
        futures = [workers.submit(number, 30) for number in range(5)]
        assert [future.result() for future in futures] == [0, 2, 4, 6, 8]
    with Workers(deeds.process, 1) as workers:
        first, second = (workers.submit(None, 30).result() for _ in range(2))
    assert first == second != os.getpid()
    assert gone(first)


@pytest.mark.parametrize(
    ("deed", "reason"), [("hang", Broken.TIME), ("die", Broken.CRASH), ("flood", Broken.MEMORY), ("fail", Broken.CRASH)]
)
def test_one_that_does_not_come_back_is_told_and_the_next_is_served(deed: str, reason: Broken) -> None:
    with Workers(deeds.do, 1, memory=2 * 1024**3) as workers:
        assert workers.submit(deed, 2 if deed == "hang" else 30).result() is reason
        assert workers.submit("answer", 30).result() == "answered"


def test_what_a_worker_prints_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(deeds.do, 1) as workers:
        assert workers.submit("print", 30).result() == "printed"
    assert capfd.readouterr() == ("", "")


def test_leaving_kills_what_still_runs() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Workers(deeds.do, 2) as workers:
        running = [workers.submit("hang", 60) for _ in range(4)]
        time.sleep(0.5)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 20
    assert all(future.cancelled() or future.result() is Broken.CRASH for future in running)


def test_workers_die_with_a_program_that_is_killed() -> None:
    script = "from corpus.read.worker import Workers\nfrom tests.corpus.read import deeds\nwith Workers(deeds.process, 1) as w:\n    print(w.submit(None, 30).result(), flush=True)\n    import time; time.sleep(60)"
    program = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert program.stdout
    worker = int(program.stdout.readline())
    assert not gone(worker, 0)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert gone(worker)


def gone(process: int, seconds: float = 10) -> bool:
    """Whether a process ends within that time."""
    end = time.monotonic() + seconds
    while True:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        if time.monotonic() >= end:
            return False
        time.sleep(0.05)
