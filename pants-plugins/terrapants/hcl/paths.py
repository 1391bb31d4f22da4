"""Paths as Terraform files write them."""

from __future__ import annotations

import posixpath
import re

# Hosts whose addresses have three parts, as registry addresses do.
_NO_REGISTRIES = frozenset({"github.com", "bitbucket.org"})
_REGISTRY_PART = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]*[0-9A-Za-z])?")
_HOST = re.compile(r"[0-9A-Za-z.-]+\.[0-9A-Za-z-]+(:\d+)?")
_LOCAL_PREFIXES = ("./", "../", ".\\", "..\\")


def is_local_source(source: str) -> bool:
    """Whether a module's source is a local path.

    That is so where it begins with `./` or `../` ("Local Paths" in Terraform's "Module Sources");
    anything else is a registry, an address or an absolute path.
    """
    return source in (".", "..") or source.startswith(_LOCAL_PREFIXES)


def is_registry_source(source: str) -> bool:
    """Whether it is `[<host>/]<namespace>/<name>/<provider>`, with or without `//<directory>`."""
    host, *parts = source.partition("//")[0].split("/")
    if len(parts) == 2:
        return all(_REGISTRY_PART.fullmatch(part) for part in (host, *parts))
    return (
        len(parts) == 3
        and host not in _NO_REGISTRIES
        and _HOST.fullmatch(host) is not None
        and all(_REGISTRY_PART.fullmatch(part) for part in parts)
    )


def resolve_local(directory: str, source: str) -> str | None:
    """The directory of a local module.

    :param directory: the directory of the calling module, relative to the repository's root.
    :return: relative to the repository's root, "" for the root itself; None where the source is not
        local (see `is_local_source`) or leads out of the repository.
    """
    return join_path(directory, source) if is_local_source(source) else None


def join_path(directory: str, path: str) -> str | None:
    """A path that is relative to a directory, with "" for the repository's root.

    :return: None where it is absolute or leads out of the repository.
    """
    joined = normalise(posixpath.join(directory, path.replace("\\", "/")))
    if joined == ".." or joined.startswith(("/", "../")):
        return None
    return "" if joined == "." else joined


def normalise(path: str) -> str:
    """The path without `.`, inner `..` and doubled slashes; "." where nothing remains."""
    normal = posixpath.normpath(path)
    # POSIX gives two leading slashes a meaning of their own; Terraform does not.
    return normal[1:] if normal.startswith("//") else normal


def is_override(path: str) -> bool:
    """Whether a configuration file amends the others ("Override Files" in Terraform's
    documentation)."""
    stem = posixpath.basename(path).removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")
