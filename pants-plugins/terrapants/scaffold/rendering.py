"""Renders a template with cookiecutter, in a sandbox."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import EntryPoint
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.engine.fs import (
    CreateDigest,
    Digest,
    DigestContents,
    DigestSubset,
    FileContent,
    PathGlobs,
    RemovePrefix,
)
from pants.engine.process import FallibleProcessResult
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.scaffold.subsystem import Cookiecutter
from terrapants.scaffold.template import Template

_SCRIPT = "run_cookiecutter.py"
_REQUEST = "request.json"
_RESULT = "result.json"
_TEMPLATE = "template"
_RENDERED = "rendered"


@dataclass(frozen=True)
class CookiecutterPex:
    """Cookiecutter with the script that calls it."""

    pex: VenvPex


@dataclass(frozen=True)
class RenderRequest:
    """A template and answers to its questions.

    `answers` is a JSON object. If `render` is false, only the values of the variables are computed.
    """

    path: str
    files: tuple[FileContent, ...]
    answers: str
    timeout: int
    render: bool = True

    @classmethod
    def of(
        cls, template: Template, answers: dict[str, Any], timeout: int, *, render: bool = True
    ) -> RenderRequest:
        text = json.dumps(answers, sort_keys=True)
        return cls(template.path, template.files, text, timeout, render)


@dataclass(frozen=True)
class Rendered:
    """The result of rendering a template.

    `directory` is the name of the module's directory, to which the paths of `files` are relative.
    `variables` is a JSON object with the values of all variables. `output_dir` is where the
    template puts the directory, relative to the build root, or empty if it does not say.

    `problem` is one sentence if the template could not be rendered. It names the template, and
    everything else is empty.
    """

    directory: str = ""
    files: tuple[FileContent, ...] = ()
    variables: str = "{}"
    output_dir: str = ""
    next_steps: tuple[str, ...] = ()
    problem: str = ""


@rule(desc="Prepare cookiecutter", level=LogLevel.DEBUG)
async def cookiecutter_pex(tool: Cookiecutter, python: PythonSetup) -> CookiecutterPex:
    script = pkgutil.get_data("terrapants.scaffold", _SCRIPT)
    if script is None:
        raise FileNotFoundError(f"{_SCRIPT} is missing from the package terrapants.scaffold")
    sources = await Get(Digest, CreateDigest([FileContent(_SCRIPT, script)]))
    venv = await Get(
        VenvPex,
        PexRequest(
            output_filename="cookiecutter.pex",
            internal_only=True,
            requirements=tool.requirements(python),
            interpreter_constraints=tool.interpreter_constraints,
            main=EntryPoint(_SCRIPT.rpartition(".")[0]),
            sources=sources,
        ),
    )
    return CookiecutterPex(venv)


@rule(desc="Render a template", level=LogLevel.DEBUG)
async def render(request: RenderRequest, cookiecutter: CookiecutterPex) -> Rendered:
    arguments = json.dumps({"answers": json.loads(request.answers), "render": request.render})
    inputs = await Get(
        Digest,
        CreateDigest(
            (
                FileContent(_REQUEST, arguments.encode()),
                *(
                    FileContent(f"{_TEMPLATE}/{file.path}", file.content, file.is_executable)
                    for file in request.files
                ),
            )
        ),
    )
    result = await Get(
        FallibleProcessResult,
        VenvPexProcess(
            cookiecutter.pex,
            argv=(_REQUEST,),
            input_digest=inputs,
            # The result must not depend on Python's hash seed.
            extra_env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
            output_files=(_RESULT,),
            output_directories=(_RENDERED,) if request.render else (),
            timeout_seconds=request.timeout,
            description=f"Render {request.path}",
            level=LogLevel.DEBUG,
        ),
    )
    output = await Get(DigestContents, Digest, result.output_digest)
    answer_file = next((file.content for file in output if file.path == _RESULT), None)
    if answer_file is None:
        return Rendered(problem=_without_result(request, result))
    answer = json.loads(answer_file)
    if "problem" in answer:
        return Rendered(problem=_problem(request.path, answer["problem"], result))
    files: Iterable[FileContent] = ()
    if request.render:
        root = f"{_RENDERED}/{answer['directory']}"
        subset = await Get(
            Digest, DigestSubset(result.output_digest, PathGlobs([f"{root}/**", f"{root}/**/.*"]))
        )
        files = await Get(DigestContents, RemovePrefix(subset, root))
    settings = answer["settings"]
    return Rendered(
        answer["directory"],
        tuple(sorted(files, key=lambda file: file.path)),
        json.dumps(answer["variables"]),
        str(settings.get("output_dir", "")),
        tuple(settings.get("next_steps", ())),
    )


def _without_result(request: RenderRequest, result: FallibleProcessResult) -> str:
    """Why the process did not write a result: it was stopped, or it crashed."""
    output = (result.stdout + result.stderr).decode("utf-8", "replace").strip()
    if "Exceeded timeout" in output:
        return (
            f"The template {request.path} was stopped after {request.timeout} seconds, probably "
            "because a hook hangs. Fix the hook, or raise `--generate-module-timeout`."
        )
    last = output.splitlines()[-1] if output else f"exit code {result.exit_code}"
    return f"The template {request.path} could not be rendered: {last}."


def _problem(path: str, problem: str, result: FallibleProcessResult) -> str:
    """The problem as a sentence, with the last line that a failing hook wrote."""
    text = f"The template {path} {' '.join(problem.split())}".rstrip(".")
    written = result.stderr.decode("utf-8", "replace").strip().splitlines()
    if "hook that failed" in problem and written:
        return f"{text}: {written[-1].rstrip('.')}."
    return f"{text}."


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
