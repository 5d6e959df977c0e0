"""Where the tool keeps what it must remember of a course."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from grader import ROOT


def home(root: Path = ROOT) -> Path:
    """Return where a course's progress is kept: inside it, or with the user's own data where nobody may write there."""
    folder = root / ".grader"
    if folder.exists() or os.access(root, os.W_OK):
        return folder
    import platformdirs

    return platformdirs.user_state_path("shearnet-katas") / hashlib.sha256(str(root).encode()).hexdigest()[:12]
