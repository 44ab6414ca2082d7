"""Answers travel compressed, for readers who pay for every megabyte."""

from __future__ import annotations

from flask import Flask, Response, g
from flask_compress import Compress

_ALGORITHMS = ["br", "zstd", "gzip"]
_STREAMED = ["br", "zstd", "deflate"]
_TYPES = [
    "application/atom+xml",
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
]


def install(app: Flask) -> None:
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=_ALGORITHMS,
        COMPRESS_ALGORITHM_STREAMING=_STREAMED,
        COMPRESS_MIMETYPES=_TYPES,
    )
    compress = Compress()
    compress.init_app(app)

    @app.after_request
    def shrink(response: Response) -> Response:
        """Not what holds a form's token: the length of a compressed page would tell of its secret (BREACH)."""
        return response if "csrf_token" in g else compress.after_request(response)
