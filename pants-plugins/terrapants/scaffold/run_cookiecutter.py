"""Renders the template in `template/` to `rendered/`. This script runs in a sandbox.

    run_cookiecutter.py request.json

The request contains `answers`, the values of some of the template's variables, and `render`. If
that is false, only the values of all variables are computed. The result goes to `result.json`:

    {"directory": …, "variables": {…}, "settings": {…}}    or, with exit code 1,
    {"problem": "One sentence, to be read after the template's path."}
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
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
# For the temporary files of cookiecutter and of hooks.
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
    """The values of all variables, as cookiecutter's own `main` computes them."""
    context = cookiecutter.generate.generate_context(
        f"{TEMPLATE}/cookiecutter.json", extra_context=answers
    )
    sys.path.append(os.path.abspath(TEMPLATE))
    context["cookiecutter"].update(cookiecutter.prompt.prompt_for_config(context, no_input=True))
    return dict(context)


def _render(answers: dict[str, Any]) -> dict[str, Any]:
    _refuse_paths_out(_variables(answers))
    before = set(os.listdir())
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
    stray = sorted(set(os.listdir()) - before)
    if stray:
        raise Problem(f"wrote {stray[0]}, which is outside the module's directory")
    # Cookiecutter saves the values of all variables for a later replay.
    (replay,) = os.listdir(f"{SCRATCH}/replay")
    with open(f"{SCRATCH}/replay/{replay}", encoding="utf-8") as file:
        return dict(json.load(file))


def _refuse_paths_out(context: dict[str, Any]) -> None:
    """Cookiecutter itself accepts any path that the name of a file renders to."""
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
                raise Problem(
                    f"has the file {path!r}, whose name becomes {rendered!r}: outside the module's "
                    "directory"
                )
            if "//" in rendered:
                raise Problem(
                    f"has the file {path!r}, whose name becomes {rendered!r}: not a valid path"
                )


def _only_directory() -> str:
    names = os.listdir(RENDERED)
    if len(names) != 1:
        others = ", ".join(sorted(names))
        raise Problem(f"wrote {others}, but must write exactly one directory, the module's")
    for directory, subdirectories, files in os.walk(RENDERED):
        for name in (*subdirectories, *files):
            path = os.path.join(directory, name)
            if os.path.islink(path):
                shown = os.path.relpath(path, f"{RENDERED}/{names[0]}")
                raise Problem(
                    f"created {shown}, a symbolic link to {os.readlink(path)}: a module may only "
                    "contain regular files"
                )
    return names[0]


def _undefined(error: jinja2.UndefinedError) -> str:
    found = re.fullmatch(r".* has no attribute '(.+)'|'(.+)' is undefined", str(error))
    if found is None:
        return f"has an undefined variable ({error})"
    name = f"cookiecutter.{found[1]}" if found[1] else found[2]
    return f"uses {name}, which cookiecutter.json does not define,"


def _hook(frames: TracebackType | None) -> str:
    """The hook that was running, such as `pre_gen_project`, or an empty string."""
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
        return f"includes {error.name}, which does not exist"
    if isinstance(error, jinja2.TemplateSyntaxError):
        file = f"the hook {hook}" if hook else error.name or "a name or default"
        return f"has a syntax error in {file}, line {error.lineno}: {error.message}"
    if isinstance(error, cookiecutter.exceptions.UnknownExtension):
        return f"uses a Jinja extension that is not installed: {error}"
    return f"cannot be rendered: {type(error).__name__}: {error}"


if __name__ == "__main__":
    logging.disable()
    for created in (SCRATCH, RENDERED):
        os.mkdir(created)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.path.abspath(SCRATCH)
    # The last line of stderr explains why a hook failed, also if the hook wrote it to stdout.
    os.dup2(2, 1)
    with open(sys.argv[1], encoding="utf-8") as request_file:
        arguments = json.load(request_file)
    try:
        result = run(arguments)
    except Problem as error:
        result = {"problem": str(error)}
    except Exception as error:
        result = {"problem": _explain(error)}
    with open(RESULT, "w", encoding="utf-8") as result_file:
        json.dump(result, result_file)
    sys.exit("problem" in result)
