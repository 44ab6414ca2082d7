"""Takes TensorFlow's place where it isn't installed.

Rasa imports TensorFlow while it merely *registers* its neural components, even when the
pipeline of config.yml has none. Our pipeline is linear, so the 500 MB package would only cost
memory, start-up time and disk. Importing this instead gives Rasa names to subclass and to
annotate with; nothing can be computed: whoever instantiates or calls one is told what to do.

The real TensorFlow always wins, because this folder is the last entry of ``sys.path``.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_FAMILY = ("tensorflow", "keras")
_MEND = (
    "TensorFlow is not installed in this environment, and the pipeline needs it. "
    "Use a pipeline without neural components, or install the group `diet` of nlu/pyproject.toml."
)


class _Names(type):
    """Metaclass: every unknown class attribute is one more placeholder."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(name)


def _placeholder(name: str) -> type:
    return _Names(name, (_Absent,), {"__module__": "tensorflow"})


class _Absent(metaclass=_Names):
    """Stands for any class or function of TensorFlow."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        # `@tf.function` and `@tf.function(...)` decorate methods while Rasa is imported
        if cls.__name__ == "function":
            return args[0] if args and callable(args[0]) else (lambda func: func)
        raise RuntimeError(f"{cls.__name__}: {_MEND}")


class _Module(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _placeholder(name)
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers ``import tensorflow.anything`` with one more empty module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in _FAMILY and "." in fullname:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
    sys.meta_path.append(_Finder())

__version__ = "0"


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    value = _placeholder(name)
    globals()[name] = value
    return value
