"""What the tests have workers do."""

from __future__ import annotations

import os
import signal
import time


def double(number: int) -> int:
    return 2 * number


def process(_: None) -> int:
    return os.getpid()


def do(deed: str) -> str:
    """Answer, or misbehave."""
    if deed == "hang":
        time.sleep(600)
    if deed == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if deed == "flood":
        return str(len(bytearray(8 * 1024**3)))
    if deed == "fail":
        raise OSError("nobody expects this")
    if deed == "print":
        os.write(1, b"noise on the pipe")
        print("more noise", flush=True)
        return "printed"
    return "answered"
