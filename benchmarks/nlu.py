"""How fast the understanding is, beside bare scikit-learn on the same features.

``nlu/.venv/bin/python -m benchmarks.nlu [--texts FILE.tsv] [--rounds N]``. The machine's mood changes by
the minute, so bare scikit-learn and Rasa's graph take turns text by text: compare them with each
other, not with another day's.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nlu.quiet  # noqa: F401 (has to come before rasa)

# isort: split
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.svm import LinearSVC

from nlu import models
from nlu.labels import REPORT
from nlu.measuring.compare import plain_text, read_examples, resident_mb
from nlu.measuring.evaluate import percentile, read_rows
from nlu.model.features import CHAR_GRAMS, MIN_DOCS, WORD_GRAMS
from nlu.serving.runtime import ModelRuntime


def bare(texts: Sequence[str], labels: Sequence[str]) -> Callable[[str], object]:
    """scikit-learn's own pipeline over the same n-grams, asking the category alone."""
    pipeline = make_pipeline(
        FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=WORD_GRAMS, min_df=MIN_DOCS, sublinear_tf=True)),
                (
                    "pieces",
                    TfidfVectorizer(analyzer="char_wb", ngram_range=CHAR_GRAMS, min_df=MIN_DOCS, sublinear_tf=True),
                ),
            ]
        ),
        LinearSVC(C=0.3),
    )
    pipeline.fit(texts, labels)
    return lambda text: pipeline.predict([text])


def milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def line(name: str, took: Sequence[float]) -> str:
    return f"{name:42} p50 {percentile(took, 0.5):6.2f} ms   p99 {percentile(took, 0.99):6.2f} ms"


def over_http(model: Path, texts: Sequence[str]) -> tuple[list[float], float, float]:
    """Milliseconds of each request over one connection, of a text in a batch, and the server's memory in MB."""
    command = [sys.executable, "-m", "nlu.serving.serve", "--port", "0", "--model", str(model)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(said for said in server.stdout if "http://" in said).split("//")[-1].strip()
            connection = http.client.HTTPConnection(address, timeout=10)

            def post(path: str, body: object) -> bytes:
                connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
                return connection.getresponse().read()

            for text in texts[:50]:
                post("/model/parse", {"text": text})
            took = [milliseconds(lambda text=text: post("/model/parse", {"text": text})) for text in texts]
            batch = milliseconds(lambda: post("/model/parse_many", {"texts": list(texts[:500])}))
            status = Path(f"/proc/{server.pid}/status").read_text()
            memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        finally:
            server.terminate()
    return took, batch / len(texts[:500]), memory


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.nlu", description=__doc__)
    parser.add_argument("--texts", type=Path, metavar="FILE.tsv", help="texts to parse; our own reports by default")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args(argv)

    reports = [e for e in read_examples() if e.label.startswith(f"{REPORT}/")]
    training = [plain_text(example.line) for example in reports]
    if options.texts:
        texts = [row.text for row in read_rows(options.texts)]
    else:
        texts = [str(text) for text in np.random.default_rng(0).choice(training, 800, replace=False)]
    predict = bare(training, [example.label for example in reports])
    began = time.perf_counter()
    model = models.current()
    understanding = ModelRuntime(model)
    loaded = time.perf_counter() - began
    for text in texts[:50]:
        predict(text)
        understanding.parse(text)
    bare_ms, rasa_ms = [], []
    for _ in range(options.rounds):
        for text in texts:
            bare_ms.append(milliseconds(lambda text=text: predict(text)))
            rasa_ms.append(milliseconds(lambda text=text: understanding.parse(text)))
    print(f"{len(texts)} texts, model loaded in {loaded:.2f} s, resident {resident_mb():.0f} MB (with the benchmark)")
    print(line("bare scikit-learn, category alone", bare_ms))
    print(line("Rasa's graph: act, kind, category, entities", rasa_ms))
    print(f"ratio of the medians {percentile(rasa_ms, 0.5) / percentile(bare_ms, 0.5):.2f}")
    http_ms, batch_ms, memory = over_http(model, texts)
    print(line("over HTTP", http_ms))
    print(f"over HTTP in batches {batch_ms:.2f} ms a text; server resident {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
