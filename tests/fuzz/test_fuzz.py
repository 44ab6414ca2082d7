"""Every parser, with the same examples every time: it answers, or raises an error of ours."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target
from tests.support.hostile import JUNK, LINES, LONGEST

_EXAMPLES, _COSTLY = 150, 25
_PIECES = (
    *(line.encode("utf-8", "surrogatepass") for line in LINES),
    *(repr(junk)[:3000].encode("utf-8", "surrogatepass") for junk in JUNK),
    *(b"\0", b"\xff\xfe", b"\\ud800", b"null", b"[]", b"{}", b"1e999", b"-1", b'"', b"\r\n\r\n", b"%00", b"[" * 3000),
    *(text[:2000].encode() for text in LONGEST.values()),
)
_EDIT = st.tuples(st.integers(0, 2**16), st.integers(0, 40), st.sampled_from(_PIECES) | st.binary(max_size=12))


@st.composite
def _mangled(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A true one with a few places changed, cut out or filled with something else."""
    data = draw(st.sampled_from(seeds))
    for at, gone, put in draw(st.lists(_EDIT, min_size=1, max_size=4)):
        at %= len(data) + 1
        data = data[:at] + put + data[at + gone :]
    return data


def _inputs(target: Target) -> st.SearchStrategy[bytes]:
    anything = st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.sampled_from(_PIECES)
    return _mangled(tuple(target.seeds)) | anything if target.seeds else anything


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_it_answers_or_raises_an_error_of_ours(target: Target) -> None:
    @settings(
        max_examples=_COSTLY if target.costly else _EXAMPLES,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(_inputs(target))
    def walk(data: bytes) -> None:
        target.run(data)

    walk()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_true_ones_and_the_longest_texts(target: Target) -> None:
    for data in target.seeds:
        target.run(data)
    for text in list(LONGEST.values())[:: 4 if target.costly else 1]:
        target.run(text.encode())
