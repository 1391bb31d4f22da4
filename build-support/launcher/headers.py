"""Says what is wrong with a JSON file of headers for a remote cache, without what it holds.

usage: python -I -B headers.py FILE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def problem(content: bytes) -> str:
    """The end of a sentence that begins with the file, empty where it holds headers."""
    try:
        headers = json.loads(content.decode())
    except UnicodeDecodeError:
        return "is not text in UTF-8"
    except json.JSONDecodeError as error:
        return f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
    if not isinstance(headers, dict):
        return f"holds no object, but a {type(headers).__name__}"
    if not all(isinstance(value, str) for value in headers.values()):
        return "has a value that is not a string"
    return ""


if __name__ == "__main__":
    print(problem(Path(sys.argv[1]).read_bytes()))
