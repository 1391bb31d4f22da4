"""Which names of a schema a Terraform process can use: those that occur in its files as a word, and
those that Terraform would suggest for a word."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

# What the sandbox holds besides files that Terraform reads as text: providers.
_NOT_READ = (".terrapants/providers", ".terrapants/pool_init", ".terrapants/tmp")
_NOT_READ_ANYWHERE = "/.terraform/providers"
_WORD = re.compile(r"\w[\w-]*")
_PART = re.compile(r"\w+")
# In strings of HCL and of JSON.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Terraform suggests the first name whose Levenshtein distance is less than three
# (internal/didyoumean of hashicorp/terraform).
_DISTANCE = 2
_REMEMBERED_WORDS = 100_000


class SandboxWords:
    """The words in the files of a sandbox as they are at the time of asking."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._of_file: dict[str, tuple[tuple[int, int, int], frozenset[str]]] = {}

    def now(self) -> frozenset[str]:
        before, self._of_file = self._of_file, {}
        for path in _files(self._root):
            try:
                stat = os.stat(path)
                version = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
                known = before.get(path)
                words = known[1] if known and known[0] == version else words_of_file(path)
            except OSError:
                continue  # It went away, or nobody can read it.
            self._of_file[path] = (version, words)
        return frozenset().union(*(words for _, words in self._of_file.values()))


def _files(root: str) -> Iterator[str]:
    left_out = {os.path.join(root, each) for each in _NOT_READ}
    visited = set()
    for directory, directories, files in os.walk(root, followlinks=True):
        real = os.path.realpath(directory)
        if directory in left_out or directory.endswith(_NOT_READ_ANYWHERE) or real in visited:
            directories.clear()
            continue
        visited.add(real)
        yield from (os.path.join(directory, name) for name in files)


def words_of_file(path: str) -> frozenset[str]:
    """The words of a text; a binary file has none.

    :raises OSError: if it cannot be read.
    """
    with open(path, "rb") as file:
        head = file.read(1 << 13)
        # No file of HCL or JSON holds a NUL.
        if b"\0" in head:
            return frozenset()
        return words_of_text((head + file.read()).decode("utf-8", "replace"))


def words_of_text(text: str) -> frozenset[str]:
    words = set(_WORD.findall(text))
    words.update(_PART.findall(text))
    if "\\u" in text or "\\U" in text:
        words |= words_of_text(_ESCAPE.sub(_character, text))
    return frozenset(words)


def _character(escape: re.Match[str]) -> str:
    try:
        return chr(int(escape[1] or escape[2], 16))
    except (ValueError, OverflowError):  # No character.
        return " "


class Names:
    """The names of a schema, and what Terraform suggests for a word that is none of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        # Of the three thirds of a name, two edits leave one as it was, two places away at most.
        self._by_third: dict[tuple[int, int, str], list[str]] = {}
        for name in self.names:
            for index, (start, end) in enumerate(_thirds(len(name))):
                key = (len(name), index, name[start:end])
                self._by_third.setdefault(key, []).append(name)
        self._lengths = {len(name) for name in self.names}
        self._suggestions: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def of_words(self, words: frozenset[str]) -> frozenset[str]:
        """The names among these words, those that Terraform would suggest for the others, and
        those that cannot occur as a word."""
        kept = set(self.names & words)
        with self._lock:
            if len(self._suggestions) > _REMEMBERED_WORDS:
                self._suggestions.clear()
            for word in words - self.names:
                found = self._suggestions.get(word)
                if found is None:
                    found = self._suggestions[word] = tuple(self._suggest(word))
                kept.update(found)
        return frozenset(kept) | self._no_words

    @property
    def _no_words(self) -> frozenset[str]:
        return frozenset(name for name in self.names if not _WORD.fullmatch(name))

    def _suggest(self, word: str) -> set[str]:
        found: set[str] = set()
        for length in range(len(word) - _DISTANCE, len(word) + _DISTANCE + 1):
            if length not in self._lengths:
                continue
            for index, (start, end) in enumerate(_thirds(length)):
                for shift in range(-_DISTANCE, _DISTANCE + 1):
                    if start + shift >= 0:
                        part = word[start + shift : end + shift]
                        found.update(
                            name
                            for name in self._by_third.get((length, index, part), ())
                            if name not in found and is_near(word, name)
                        )
        return found


def _thirds(length: int) -> tuple[tuple[int, int], ...]:
    first, second = length // 3, length * 2 // 3
    return (0, first), (first, second), (second, length)


def is_near(one: str, other: str, distance: int = _DISTANCE) -> bool:
    """Whether so many insertions, deletions and replacements lead from one to the other."""
    if abs(len(one) - len(other)) > distance:
        return False
    row = list(range(len(other) + 1))
    for index, character in enumerate(one, 1):
        diagonal, row[0] = row[0], index
        for column, counterpart in enumerate(other, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (character != counterpart)),
            )
        if min(row) > distance:
            return False
    return row[-1] <= distance
