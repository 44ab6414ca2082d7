"""Takes Keras's place; see the tensorflow folder beside this one."""

from tensorflow import __getattr__

__all__ = ["__getattr__"]
