"""Prepares a process for Rasa: no telemetry, no warnings of old packages, no TensorFlow needed.

Import this before rasa.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# one message is too little work to share, and threads would fight with the other processes
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Rasa asks git for the commit at every training, which only prints an error outside of a checkout
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
# a model is kept by its own hash (nlu/models.py); Rasa's cache beside it would only take room
os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

# old packages warn of their own age, and switch such warnings on again when they are imported
warnings.showwarning = lambda *_args, **_kwargs: None
logging.getLogger("rasa").setLevel(logging.WARNING)

if importlib.util.find_spec("tensorflow") is None:
    # see standin/tensorflow/__init__.py
    sys.path.append(str(Path(__file__).resolve().parent / "standin"))
