"""Run by gammu-smsd for every text: posts it to Tanggap. Needs nothing but Python.

    RunOnReceive = python3 …/gammu_receive.py /etc/tanggap-sms.json
    RunOnFailure = python3 …/gammu_receive.py /etc/tanggap-sms.json --failed

The JSON file (readable by smsd's user only) has `url` (of the account's webhook), `token`, and `spool` (a folder).
What can't be posted waits in the spool and goes with the next text, or with a cron job that runs the script with
`--flush`. What smsd tells: https://docs.gammu.org/smsd/run.html
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_TIMEOUT_S = 20
_REFUSED = range(400, 500)


def read(environment: Mapping[str, str], names: Sequence[str], now: str) -> dict[str, Any]:
    """The text that smsd has in its environment; `names` are the inbox files that it was stored in."""
    parts = range(1, int(environment.get("SMS_MESSAGES", "0")) + 1)
    # DECODED_… has a long text whole; single ones stand in SMS_… only.
    decoded = [environment.get(f"DECODED_{n}_TEXT") for n in range(1, int(environment.get("DECODED_PARTS", "0")) + 1)]
    text = "".join(part for part in decoded if part) or "".join(environment.get(f"SMS_{n}_TEXT", "") for n in parts)
    own_id = names[0] if names else uuid.uuid4().hex
    return {"texts": [{"id": own_id, "number": environment.get("SMS_1_NUMBER", ""), "text": text, "at": now}]}


def keep(spool: Path, payload: Mapping[str, Any]) -> None:
    """Writes a text to disk, before anything can go wrong with the network."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
    partial = spool / f"{name}.partial"
    with open(partial, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        json.dump(payload, file)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(spool / f"{name}.json")


def flush(spool: Path, url: str, token: str) -> bool:
    """Posts what waits, the oldest first. Returns whether nothing is left."""
    for path in sorted(spool.glob("*.json")):
        headers = {"Content-Type": "application/json", "X-Tanggap-Token": token}
        request = urllib.request.Request(url, path.read_bytes(), headers)  # noqa: S310 - the operator's own URL
        try:
            urllib.request.urlopen(request, timeout=_TIMEOUT_S).close()  # noqa: S310
        except urllib.error.HTTPError as error:
            if error.code not in _REFUSED or error.code in (401, 403, 404, 429):
                return False  # that can be mended, and then the text is wanted
            path.rename(path.with_suffix(".refused"))
        except OSError:
            return False
        else:
            path.unlink()
    return True


def main(arguments: Sequence[str]) -> int:
    settings = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    spool = Path(settings["spool"])
    names = arguments[1:]
    if names[:1] == ["--failed"]:
        keep(spool, {"failed": names[1:]})
    elif names[:1] != ["--flush"]:
        keep(spool, read(os.environ, names, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())))
    return 0 if flush(spool, settings["url"], settings["token"]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
