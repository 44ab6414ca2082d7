"""Corrections and imported history as training data; models and their pointers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlu import models
from nlu.training import importer, learn
from nlu.training.learned import Example, read_corrections, scrubbed, training_yaml


def test_personal_data_and_annotations_are_removed() -> None:
    text = "hub [saya](place) 0812-3456-7890 atau\na.b@c.id, NIK 3171234567890123"
    assert scrubbed(text) == "hub (saya)(place) atau , NIK"


def test_the_last_correction_of_a_text_counts(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    lines = [
        {"text": "got mampet", "kind": "complaint", "category": "jalan"},
        {"text": "Got mampet", "kind": "complaint", "category": "saluran_banjir"},
    ]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    assert read_corrections(file) == [Example("Got mampet", "complaint", "saluran_banjir")]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "x"}', '{"text": "x", "kind": "complaint", "category": "apa"}', '{"text": 3}']
)
def test_a_broken_correction_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text("\n" + line)
    with pytest.raises(ValueError, match=r"c\.jsonl:2"):
        read_corrections(file)


def test_examples_become_rasa_training_data() -> None:
    yaml = training_yaml([Example("got mampet", "complaint", "saluran_banjir")])
    assert "- intent: report/complaint.saluran_banjir\n  examples: |\n    - got mampet\n" in yaml


def test_a_map_translates_a_citys_categories(tmp_path: Path) -> None:
    file = tmp_path / "map"
    file.write_text("# theirs = ours\nJalan Rusak = jalan\nUsulan Taman = aspiration.taman_rth\nLain = -\n")
    mapping = importer.read_map(file)
    rows = [
        {"isi": "jalan bolong", "kat": "jalan rusak"},
        {"isi": "Jalan bolong ", "kat": "Jalan Rusak"},
        {"isi": "bikin taman", "kat": "Usulan Taman"},
        {"isi": "apa", "kat": "Lain"},
        {"isi": "apa", "kat": "Baru"},
    ]
    examples, unknown = importer.convert(rows, mapping, text="isi", category="kat")
    assert examples == [
        Example("jalan bolong", "complaint", "jalan"),
        Example("bikin taman", "aspiration", "taman_rth"),
    ]
    assert unknown == {"Baru": 1}


@pytest.mark.parametrize("line", ["jalan", "x = nothing", "x = wish.jalan", "= jalan"])
def test_a_wrong_map_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "map"
    file.write_text(line)
    with pytest.raises(ValueError, match="map:1"):
        importer.read_map(file)


def test_import_writes_training_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "h.csv").write_text("teks,kategori\nlampu mati,PJU\n", encoding="utf-8-sig")
    (tmp_path / "map").write_text("PJU = lampu_jalan")
    options = ["--text", "teks", "--category", "kategori", "--map", str(tmp_path / "map"), "--out", str(tmp_path)]
    assert importer.main([str(tmp_path / "h.csv"), *options]) == 0
    assert "report/complaint.lampu_jalan" in (tmp_path / "import-h.yml").read_text()
    options[1] = "isi"
    with pytest.raises(SystemExit, match="no column 'isi'"):
        importer.main([str(tmp_path / "h.csv"), *options])


def test_worse_is_any_measure_that_falls_by_more_than_noise() -> None:
    old = {"category": {"accuracy": 0.8, "macro_f1": 0.7}, "kind": {"macro_f1": 0.9}}
    same = {"category": {"accuracy": 0.799, "macro_f1": 0.7}, "kind": {"macro_f1": 0.95}}
    less = {"category": {"accuracy": 0.85, "macro_f1": 0.69}, "kind": {"macro_f1": 0.9}}
    assert not learn.is_worse(old, same)
    assert learn.is_worse(old, less)
    assert not learn.is_worse(old, {"category": {}, "kind": {}})


def test_what_is_held_out_depends_on_the_text_alone() -> None:
    examples = [Example(f"teks {i}", "complaint", "jalan") for i in range(200)]
    kept, held = learn.split(examples)
    again_kept, again_held = learn.split(examples[::-1])
    assert {row.text for row in held} == {row.text for row in again_held}
    assert len(kept) + len(held) == 200
    assert 20 < len(held) < 70
    assert len(again_kept) == len(kept)


def test_models_are_switched_and_switched_back(tmp_path: Path) -> None:
    first, second = tmp_path / "nlu-1.tar.gz", tmp_path / "nlu-2.tar.gz"
    with pytest.raises(models.ModelMissing, match="tanggap nlu train"):
        models.current(tmp_path)
    first.touch()
    second.touch()
    models.switch(first)
    with pytest.raises(models.ModelMissing):
        models.switch_back(tmp_path)
    models.switch(second)
    assert models.current(tmp_path) == second
    assert models.switch_back(tmp_path) == first
    assert models.current(tmp_path) == first
    assert models.switch_back(tmp_path) == second
    second.unlink()
    with pytest.raises(models.ModelMissing, match="does not exist"):
        models.current(tmp_path)


def test_a_model_is_named_by_data_and_pipeline_but_not_by_other_keys(tmp_path: Path) -> None:
    config, data = tmp_path / "config.yml", tmp_path / "data"
    data.mkdir()
    (data / "a.yml").write_text("one")
    config.write_text("recipe: default.v1\npipeline:\n  - name: x\ncity:\n  name: Jakarta\n")
    name = models.fingerprint(config, [data])
    config.write_text("recipe: default.v1\n# why\npipeline:\n  - name: x\n\ncity:\n  name: Bandung\n")
    assert models.fingerprint(config, [data]) == name
    config.write_text("recipe: default.v1\npipeline:\n  - name: y\n")
    assert models.fingerprint(config, [data]) != name
    config.write_text("recipe: default.v1\npipeline:\n  - name: x\n")
    assert models.fingerprint(config, [data]) == name
    (data / "a.yml").write_text("two")
    assert models.fingerprint(config, [data]) != name
