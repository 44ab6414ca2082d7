"""A trained model in memory: text in, Rasa's parse out."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nlu.quiet  # noqa: F401 (has to come before rasa)

# isort: split
from rasa.core.channels.channel import UserMessage
from rasa.engine import loader
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from nlu.models import TRAIN_COMMAND, ModelMissing


class StraightRunner(DaskGraphRunner):  # type: ignore[misc]
    """Runs Rasa's graph: calls one component after the other, in an order that is worked out once.

    Rasa's own runner asks dask to plan each single message anew, which took a quarter of the time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._orders: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Returns the outputs of the targets by their names."""
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        # a component takes and gives its outputs with the name of who made them
        made = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._orders[wanted]:
            made[name] = self._instantiated_nodes[name](*(made.get(need, need) for need in needs))
        return dict(made[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: list(node.needs.values()) for name, node in nodes.items()}
        return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]


class ModelRuntime:
    """Runs a model's graph without the tracker, locks and stores that a whole Rasa bot needs."""

    def __init__(self, model: Path) -> None:
        if not model.is_file():
            raise ModelMissing(f"no model file {model}; make one with: {TRAIN_COMMAND}")
        self._folder = TemporaryDirectory(prefix="nlu-")
        try:
            metadata, self._runner = loader.load_predict_graph_runner(
                Path(self._folder.name), model, LocalModelStorage, StraightRunner
            )
        except Exception as error:  # an archive can be broken in every way there is
            self._folder.cleanup()
            raise ModelMissing(
                f"the model {model} can't be read ({type(error).__name__}: {error}); "
                f"make it again with: {TRAIN_COMMAND} --force"
            ) from error
        self._target = metadata.nlu_target
        self.model_id = metadata.model_id
        self.name = model.name

    def parse_many(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Returns Rasa's parse of each text, in order."""
        if not texts:
            return []
        result = self._runner.run(
            inputs={PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts]},
            targets=[self._target],
        )
        parses = []
        for message in result[self._target]:
            parse = {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}
            parse.update(message.as_dict(only_output_properties=True))
            parse["model"] = self.name
            parses.append(parse)
        return parses

    def parse(self, text: str) -> dict[str, Any]:
        """Returns Rasa's parse of one text."""
        return self.parse_many([text])[0]
