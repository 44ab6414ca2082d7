"""What a message is: dialogue act, kind and category, each with a calibrated confidence."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.labels import ACTS, ALL_CATEGORIES, KINDS, REPORT, UNCLEAR, split_report_label
from nlu.model.decision import decide
from nlu.model.features import Features
from nlu.model.fitting import FOLDS, fit_head, folds_of
from nlu.model.heads import Head, load_heads, save_heads
from nlu.model.thresholds import with_thresholds
from nlu.models import code_fingerprint
from nlu.text.clues import reading, without_places
from nlu.text.patterns import find
from nlu.text.regular import RegularText, Word, shorten, words
from nlu.training.progress import step

HEADS = ("act", "kind", "category")
UNSEEN = {"kind": ("clues",), "category": ("clues", "edges")}
"""Families of features that a head doesn't use: measured with them, it was no better or worse."""
VIEWS = {"kind": (("lists",), ("edges",)), "category": ((), ("lists",))}
"""For each classifier of a head the families it is trained without. One that lacks the lists of terms learns from
the words what the lists tell the other, so that together they don't trust the lists too much."""
RANKING_LENGTH = 5
DIGITS = 4
OTHER_ACT = "other"

Guess = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReportReader(IntentClassifier, GraphComponent):
    """Answers three questions with linear heads over shared features.

    Reads the sub-intent ``report/KIND.CATEGORY`` of the training data. Adds to every message
    ``intent`` and ``intent_ranking`` (the act), ``kind``, ``kind_ranking``, ``category``,
    ``category_ranking`` and ``decision``. Entities found before it help to tell the act.
    """

    @classmethod
    def required_components(cls) -> list[Any]:
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # how closely the classifiers follow the training data
            "c": {"act": 0.2, "kind": 1.0, "category": 0.3},
            # how often acts, kinds and categories occur in real life, relative to one another; 1
            # where nothing is said. The training data has about as many sentences of each kind and
            # category, and far more reports than other acts.
            "frequency": {"act": {}, "kind": {}, "category": {}},
            # how accurate an answer has to be for the bot to take it without asking
            "accuracy": {"act": 0.9, "kind": 0.95, "category": 0.9, "pair": 0.9},
        }

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        features: Features | None = None,
        heads: dict[str, Head] | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._features = features
        self._heads = heads or {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReportReader:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ReportReader:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Features.load(folder), load_heads(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Returns what Rasa's cache has to compare besides this class: a hash of the modules that it uses."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Fits features and heads, and chooses the thresholds on held-out folds."""
        examples = [_LabelledText.of(message) for message in training_data.intent_examples]
        lookups = {
            table["name"]: table["elements"]
            for table in training_data.lookup_tables
            if table["name"] in (*ACTS, *KINDS, *ALL_CATEGORIES)
        }
        self._features = features = Features.fit([one.text for one in examples], lookups)
        stepped = _counted_steps()
        self._train_act(examples, features, stepped)
        self._train_kind_and_category([one for one in examples if one.act == REPORT], features, stepped)
        with self._storage.write_to(self._resource) as folder:
            features.save(folder)
            save_heads(self._heads, folder)
        return self._resource

    def _train_act(self, examples: list[_LabelledText], features: Features, stepped: Callable[[], None]) -> None:
        acts = [one.act for one in examples]
        if len(set(acts)) > 1:
            trained = fit_head(
                features.matrix([one.text for one in examples]),
                acts,
                folds_of([one.label for one in examples]),
                c=self._config["c"]["act"],
                balance=0.5,
                frequency=self._config["frequency"].get("act"),
                step=stepped,
            )
            self._heads["act"] = with_thresholds("act", trained, self._config["accuracy"])

    def _train_kind_and_category(
        self, reports: list[_LabelledText], features: Features, stepped: Callable[[], None]
    ) -> None:
        """Both learn from the words, and again without the places: where something is must not decide what it is."""
        if not reports:
            return
        folds = folds_of([one.label for one in reports])
        pairs = [split_report_label(one.label) for one in reports]
        x = features.matrix([one.text for one in reports])
        variants = features.matrix([without_places(one.words, one.places) for one in reports])
        for column, name in enumerate(HEADS[1:]):
            y = [pair[column] for pair in pairs]
            if len(set(y)) > 1:
                trained = fit_head(
                    features.without(x, *UNSEEN[name]),
                    y,
                    folds,
                    c=self._config["c"][name],
                    variants=features.without(variants, *UNSEEN[name]),
                    views=[features.view(*left_out) for left_out in VIEWS.get(name, ())],
                    frequency=self._config["frequency"].get(name),
                    step=stepped,
                )
                self._heads[name] = with_thresholds(name, trained, self._config["accuracy"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the answers to each message."""
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        if self._features is None:
            raise RuntimeError("the reader has not been trained")
        row = words(shorten(message.get(TEXT) or ""))
        kinds = [e["entity"] for e in message.get(ENTITIES) or () if e["entity"] != "place"]
        ids, values = self._features.vector(reading(row, kinds, _spans(message, "place")))
        rankings = {name: self._ranking(name, ids, values) for name in HEADS}
        unclear = 0.0
        if rankings["category"]:
            unclear = next((p for n, p in rankings["category"] if n == UNCLEAR), 0.0)
            rankings["category"] = [pair for pair in rankings["category"] if pair[0] != UNCLEAR]
        for name, best in zip(HEADS, (INTENT, "kind", "category"), strict=True):
            guesses = [
                {"name": label, "confidence": round(probability, DIGITS)}
                for label, probability in rankings[name][:RANKING_LENGTH]
            ]
            top = guesses[0] if guesses else {"name": None, "confidence": 0.0}
            message.set(best, top, add_to_output=True)
            message.set(f"{best}_ranking", guesses, add_to_output=True)
        thresholds = {name: head.thresholds for name, head in self._heads.items()}
        decision = decide(rankings, unclear, thresholds, readable=len(ids) > 0)
        message.set("decision", decision, add_to_output=True)

    def _ranking(self, name: str, ids: np.ndarray, values: np.ndarray) -> list[tuple[str, float]]:
        head = self._heads.get(name)
        if head is None:
            return []
        probabilities = head.probabilities(ids, values)
        order = np.argsort(-probabilities, kind="stable")
        ranking = [(head.labels[i], float(probabilities[i])) for i in order]
        if not len(ids):
            # all are equally likely; the act of a message that can't be read is "other"
            ranking.sort(key=lambda pair: pair[0] != OTHER_ACT)
        return ranking


@dataclass(frozen=True)
class _LabelledText:
    """A training example."""

    label: str
    """The act, or for reports ``report/KIND.CATEGORY``."""
    words: Sequence[Word]
    places: list[tuple[int, int]]
    text: RegularText

    @classmethod
    def of(cls, message: Message) -> _LabelledText:
        text, places = message.get(TEXT), _spans(message, "place")
        row = words(shorten(text))
        label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
        return cls(label, row, places, reading(row, [item.kind for item in find(text)], places))

    @property
    def act(self) -> str:
        return self.label.partition("/")[0]


def _counted_steps() -> Callable[[], None]:
    """Returns a function that moves the progress bar by one fit each time it is called."""
    steps, done = len(HEADS) * (FOLDS + 1), itertools.count(1)
    return lambda: step(0.1 + 0.9 * next(done) / steps, "training the understanding: reading")


def _spans(message: Message, kind: str) -> list[tuple[int, int]]:
    return [(e["start"], e["end"]) for e in message.get(ENTITIES) or () if e["entity"] == kind]
