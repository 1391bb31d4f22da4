"""Runs in the sandbox: renders the template in `template/` into `rendered/`.

    run_cookiecutter.py request.json

The request has `answers`, the values of the template's variables, and `render`, which is false
where only the values of all variables are wanted. The result is written to `result.json`:

    {"directory": …, "variables": {…}, "settings": {…}}    or, with exit code 1,
    {"problem": "One sentence for the person who must act."}
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import cookiecutter.exceptions  # type: ignore[import-not-found]  # pants: no-infer-dep
import cookiecutter.generate  # type: ignore[import-not-found]  # pants: no-infer-dep
import cookiecutter.main  # type: ignore[import-not-found]  # pants: no-infer-dep
import cookiecutter.prompt  # type: ignore[import-not-found]  # pants: no-infer-dep
import cookiecutter.utils  # type: ignore[import-not-found]  # pants: no-infer-dep
import jinja2  # type: ignore[import-not-found]  # pants: no-infer-dep

TEMPLATE = "template"
RENDERED = "rendered"
RESULT = "result.json"
# What cookiecutter and hooks may write besides: thrown away.
SCRATCH = "scratch"
SETTINGS_KEY = "_scaffold"


class Problem(Exception):
    pass


def run(request: dict[str, Any]) -> dict[str, Any]:
    if request["render"]:
        context = _render(request["answers"])
        directory = _only_directory()
    else:
        context = _variables(request["answers"])
        directory = ""
    variables = context["cookiecutter"]
    return {
        "directory": directory,
        "variables": {k: v for k, v in variables.items() if not k.startswith("_")},
        "settings": cookiecutter.prompt.render_variable(
            cookiecutter.utils.create_env_with_context(context),
            variables.get(SETTINGS_KEY, {}),
            variables,
        ),
    }


def _variables(answers: dict[str, Any]) -> dict[str, Any]:
    """The values of all variables, as cookiecutter's own `main` finds them."""
    context = cookiecutter.generate.generate_context(
        f"{TEMPLATE}/cookiecutter.json", extra_context=answers
    )
    sys.path.append(os.path.abspath(TEMPLATE))
    context["cookiecutter"].update(cookiecutter.prompt.prompt_for_config(context, no_input=True))
    return dict(context)


def _render(answers: dict[str, Any]) -> dict[str, Any]:
    _refuse_paths_out(_variables(answers))
    before = dict(_files())
    configuration = f"{SCRATCH}/configuration.yml"
    with open(configuration, "w", encoding="utf-8") as file:
        json.dump(
            {"replay_dir": f"{SCRATCH}/replay", "cookiecutters_dir": f"{SCRATCH}/templates"}, file
        )
    cookiecutter.main.cookiecutter(
        TEMPLATE,
        no_input=True,
        extra_context=answers,
        output_dir=RENDERED,
        config_file=configuration,
    )
    changed = sorted({path for path, _ in set(_files()) ^ set(before.items())})
    if changed:
        raise Problem(f"wrote {changed[0]}, which is outside of the module's directory")
    # Cookiecutter keeps the values of all variables for a later replay.
    (replay,) = os.listdir(f"{SCRATCH}/replay")
    with open(f"{SCRATCH}/replay/{replay}", encoding="utf-8") as file:
        return dict(json.load(file))


def _refuse_paths_out(context: dict[str, Any]) -> None:
    """Cookiecutter joins the name of a file to the module's directory, whatever it renders to."""
    environment = cookiecutter.utils.create_env_with_context(context)
    for directory, subdirectories, names in os.walk(TEMPLATE):
        if "cookiecutter" not in directory:
            subdirectories[:] = [name for name in subdirectories if "cookiecutter" in name]
            names = []
        for name in (*subdirectories, *names):
            path = os.path.relpath(os.path.join(directory, name), TEMPLATE)
            try:
                rendered = environment.from_string(path).render(**context)
            except jinja2.UndefinedError as error:
                raise Problem(f"{_undefined(error)} in the name {path!r}") from None
            if os.path.isabs(rendered) or ".." in rendered.split("/"):
                raise Problem(f"has the file {path!r}, whose name becomes {rendered!r}: a path out")
            if rendered.startswith("/") or "//" in rendered:
                raise Problem(f"has the file {path!r}, whose name becomes {rendered!r}: not a name")


def _files() -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file of the sandbox that the template has no business with, with its size and time."""
    for directory, subdirectories, names in os.walk("."):
        if directory == ".":
            subdirectories[:] = sorted(set(subdirectories) - {RENDERED, SCRATCH})
        for name in names:
            path = os.path.join(directory, name)
            status = os.lstat(path)
            yield os.path.relpath(path), (status.st_size, status.st_mtime_ns)


def _only_directory() -> str:
    names = os.listdir(RENDERED)
    if len(names) != 1:
        others = ", ".join(sorted(names))
        raise Problem(f"wrote {others}, but a template writes one directory, the module's")
    for directory, subdirectories, files in os.walk(RENDERED):
        for name in (*subdirectories, *files):
            path = os.path.join(directory, name)
            if os.path.islink(path):
                shown = os.path.relpath(path, f"{RENDERED}/{names[0]}")
                raise Problem(
                    f"made {shown} a symbolic link, to {os.readlink(path)}: a module holds files"
                )
    return names[0]


# What Landlock can forbid, by the first version of its interface that knows of it ("Landlock:
# unprivileged access control" in the documentation of the Linux kernel).
_WRITES = {1: 0b1_1111_1111_0010, 2: 1 << 13, 3: 1 << 14}
_CONNECTIONS = {4: 0b11}
_WRITE_FILE = 1 << 1
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_NO_NEW_PRIVILEGES = 38
_PATH_BENEATH = 1


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32))


def confine() -> None:
    """Lets this process and all that it starts write in this sandbox only, and reach no network.

    Where the kernel has no Landlock, nothing is forbidden: Linux before 5.13, and macOS.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None, use_errno=True)
    version = library.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    writes = sum(bits for since, bits in _WRITES.items() if since <= version)
    connections = sum(bits for since, bits in _CONNECTIONS.items() if since <= version)
    handled = (ctypes.c_uint64 * 2)(writes, connections)
    size = 16 if version >= 4 else 8
    ruleset = library.syscall(_CREATE_RULESET, handled, size, 0)
    for path, allowed in ((os.getcwd(), writes), ("/dev", writes & _WRITE_FILE)):
        directory = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _Rule(allowed, directory)
        library.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        os.close(directory)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if library.syscall(_RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock refused the rules of the sandbox")
    os.close(ruleset)


def _undefined(error: jinja2.UndefinedError) -> str:
    found = re.fullmatch(r".* has no attribute '(.+)'|'(.+)' is undefined", str(error))
    if found is None:
        return f"has an undefined variable ({error})"
    name = f"cookiecutter.{found[1]}" if found[1] else found[2]
    return f"uses {name}, which cookiecutter.json does not define,"


def _hook(frames: TracebackType | None) -> str:
    """The hook that was running, e.g. `pre_gen_project`; empty outside of hooks."""
    for frame, _ in traceback.walk_tb(frames):
        if frame.f_code.co_name in ("run_hook", "run_pre_prompt_hook"):
            return str(frame.f_locals.get("hook_name", "pre_prompt"))
    return ""


def _explain(error: Exception) -> str:
    """What went wrong, to be read after the template's path."""
    hook = _hook(error.__traceback__)
    if isinstance(error, cookiecutter.exceptions.FailedHookException):
        return f"has a hook that failed: {hook} {str(error).partition(' failed ')[2] or error}"
    if isinstance(error, cookiecutter.exceptions.UndefinedVariableInTemplate):
        place = re.search(r"'(.+)'$", error.message)
        return f"{_undefined(error.error)} in {place[1] if place else error.message}"
    if isinstance(error, jinja2.UndefinedError):
        return f"{_undefined(error)} in {f'the hook {hook}' if hook else 'cookiecutter.json'}"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"includes {error.name}, which is not there"
    if isinstance(error, jinja2.TemplateSyntaxError):
        file = f"the hook {hook}" if hook else error.name or "a name or default"
        return f"has a syntax error in {file}, line {error.lineno}: {error.message}"
    if isinstance(error, cookiecutter.exceptions.UnknownExtension):
        return f"asks for a Jinja extension that is not there: {error}"
    return f"cannot be rendered: {type(error).__name__}: {error}"


if __name__ == "__main__":
    logging.disable()
    for made in (SCRATCH, RENDERED):
        os.mkdir(made)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.path.abspath(SCRATCH)
    # The output of hooks must not be taken for ours.
    os.dup2(2, 1)
    with open(sys.argv[1], encoding="utf-8") as request_file:
        asked = json.load(request_file)
    try:
        confine()
        result = run(asked)
    except Problem as error:
        result = {"problem": str(error)}
    except Exception as error:
        result = {"problem": _explain(error)}
    with open(RESULT, "w", encoding="utf-8") as result_file:
        json.dump(result, result_file)
    sys.exit("problem" in result)
