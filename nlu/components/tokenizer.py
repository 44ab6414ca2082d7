"""Rasa's tokens with the normal form of informal Indonesian as their lemma."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.models import code_fingerprint
from nlu.text.regular import shorten, words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ChatTokenizer(Tokenizer):
    """Splits a chat message; ``Token.lemma`` is the normal form ("" if it carries no meaning)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Returns what Rasa's cache has to compare besides this class: a hash of the modules that it uses."""
        return code_fingerprint()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        found = []
        for word in words(shorten(message.get(attribute) or "")):
            token = Token(word.raw, word.start, word.end, lemma=word.norm)
            token.lemma = word.norm  # Token replaces an empty lemma by the text
            found.append(token)
        return found
