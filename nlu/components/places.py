"""Phrases that say where, as Rasa entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.model.spans import BEGIN, INSIDE, OUTSIDE, Tagger
from nlu.models import code_fingerprint
from nlu.text.regular import Word, shorten, words

PLACE = "place"


def _tags(message: Message, row: Sequence[Word]) -> list[str]:
    """Returns the tag of each word, from the annotation ``[...](place)``."""
    tags = [OUTSIDE] * len(row)
    for entity in message.get(ENTITIES) or []:
        if entity["entity"] != PLACE:
            continue
        inside = [i for i, w in enumerate(row) if entity["start"] <= w.start < entity["end"]]
        for i in inside:
            tags[i] = INSIDE
        if inside:
            tags[inside[0]] = BEGIN
    return tags


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PlaceExtractor(GraphComponent, EntityExtractorMixin):
    """Learns from the annotations ``[...](place)`` and from the lookup table ``area``."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, tagger: Tagger | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._tagger = tagger

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceExtractor:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PlaceExtractor:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Tagger.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Returns what Rasa's cache has to compare besides this class: a hash of the modules that it uses."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        rows = [words(shorten(message.get(TEXT))) for message in examples]
        tags = [_tags(message, row) for message, row in zip(examples, rows, strict=True)]
        if any(BEGIN in row for row in tags):
            listed = [
                name
                for table in training_data.lookup_tables
                if table["name"] == "area" and isinstance(table["elements"], list)
                for name in table["elements"]
            ]
            self._tagger = Tagger.fit(rows, tags, listed)
        else:
            self._tagger = Tagger.empty()
        with self._storage.write_to(self._resource) as folder:
            self._tagger.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            found = self._places(text) if self._tagger else []
            entities = [*message.get(ENTITIES, []), *self.add_extractor_name(found)]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _places(self, text: str) -> list[dict[str, Any]]:
        assert self._tagger is not None
        row = words(shorten(text))
        places = []
        for span in self._tagger.spans(row):
            start, end = row[span.start].start, row[span.end - 1].end
            places.append(
                {
                    "entity": PLACE,
                    "start": start,
                    "end": end,
                    "value": text[start:end],
                    "confidence_entity": round(span.confidence, 4),
                }
            )
        return places
