"""`make fuzz`: atheris on every parser, with a fixed number of runs each. What it finds is written to var/fuzz.

usage: python -m tests.fuzz [--runs N] [NAME]
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import structlog

ROOT = Path(__file__).parents[2]
_RUNS, _COSTLY_PART = 5_000, 25
_FOUND = ROOT / "var" / "fuzz"


def _fuzz(name: str, runs: int) -> None:
    """In a process of its own: libFuzzer ends it."""
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["core", "bots", "webhooks", "nlu"]):
        from tests.fuzz.targets import BY_NAME

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    target, label = BY_NAME[name], name.replace(" ", "-")
    seeds = _FOUND / "seeds" / label
    seeds.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (seeds / f"{number}").write_bytes(seed)
    budget = f"-runs={runs // _COSTLY_PART if target.costly else runs}"
    options = (budget, "-max_len=8192", "-timeout=30", "-verbosity=0", f"-artifact_prefix={_FOUND}/{label}-")
    atheris.Setup([sys.argv[0], *options, str(seeds)], target.run)
    atheris.Fuzz()


def _fuzz_all(runs: int) -> int:
    from tests.fuzz.targets import TARGETS

    failed = []
    for target in TARGETS:
        command = [sys.executable, "-m", "tests.fuzz", "--runs", str(runs), target.name]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(target.name)
    print(f"{len(TARGETS) - len(failed)} of {len(TARGETS)} parsers held", *failed, sep="\n")
    return int(bool(failed))


def main(arguments: list[str]) -> int:
    runs = _RUNS
    if arguments[:1] == ["--runs"]:
        runs, arguments = int(arguments[1]), arguments[2:]
    if not arguments:
        return _fuzz_all(runs)
    _fuzz(arguments[0], runs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
