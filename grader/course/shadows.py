"""Files in the course's folder that stand in the way of Python's own modules, or of a library's.

Nothing is imported here but what Python has imported before it looks into the folder.
"""

from __future__ import annotations

import os
import sys

LIBRARIES = ("galsim", "matplotlib", "numpy", "pytest", "rich", "scipy", "torch")


def shadows(folder: str) -> list[str]:
    """Return the files and packages in a folder that bear the name of a module the course needs."""
    names = sys.stdlib_module_names.union(LIBRARIES)
    return sorted(entry for entry in os.listdir(folder) if _module(folder, entry) in names)


def words(folder: str) -> str:
    """Say what is in the way, and the mend; nothing where nothing is."""
    found = shadows(folder)
    return f"{', '.join(found)} in {folder} hides a module that Python needs: give it another name" if found else ""


def _module(folder: str, entry: str) -> str:
    if os.path.exists(os.path.join(folder, entry, "__init__.py")):
        return entry
    return entry.removesuffix(".py") if entry.endswith(".py") else ""
