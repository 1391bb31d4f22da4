"""The modules that are tested: small ones of AWS with two test files, and one of many runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.scaling.pants_repository import CHECKOUT

MANY_RUNS = "runs"
RUNS = 20
OWN = "infra-packages/aws"
EDITED_TEST = "tests/defaults.tftest.hcl"
# How many runs there are in each module's two files.
RUNS_OF_A_MODULE = 4
_BUILD = 'terraform_module()\nterraform_tests(name="tests")\n'
LOCK_FILE = ".terraform.lock.hcl"

_MODULE = """\
terraform {
  required_version = ">= 1.7.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "name" {
  description = "The name of the bucket."
  type        = string

  validation {
    condition     = length(var.name) > 2
    error_message = "The name is too short."
  }
}

variable "versioned" {
  description = "Whether old versions of objects are kept."
  type        = bool
  default     = true
}

resource "aws_s3_bucket" "this" {
  bucket = "@NAME@-${var.name}"
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

output "bucket" {
  description = "The name of the bucket."
  value       = aws_s3_bucket.this.bucket
}
"""
_HEAD = """\
mock_provider "aws" {}

variables {
  name = "data"
}
"""
_DEFAULTS = """\

run "bucket_is_named_after_the_module" {
  assert {
    condition     = output.bucket == "@NAME@-data"
    error_message = "The bucket has another name."
  }
}

run "objects_are_not_public" {
  command = plan

  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_policy
    error_message = "A policy may make objects public."
  }
}
"""
_OPTIONS = """\

run "old_versions_are_not_kept" {
  command = plan

  variables {
    versioned = false
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Suspended"
    error_message = "Old versions are kept."
  }
}

run "short_names_are_refused" {
  command = plan

  variables {
    name = "a"
  }

  expect_failures = [var.name]
}
"""
_RUN = """\

run "name_@NUMBER@" {
  command = plan

  variables {
    name = "data-@NUMBER@"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "@NAME@-data-@NUMBER@"
    error_message = "The bucket has another name."
  }
}
"""


def module_directory(number: int) -> str:
    """Where the module with this number is, from 0 on."""
    return f"infra/module-{number:02}"


def generated_files(modules: int) -> Iterator[tuple[str, str]]:
    """Paths and texts of so many modules, and of the one with many runs."""
    for number in range(modules):
        tests = {"defaults": _HEAD + _DEFAULTS, "options": _HEAD + _OPTIONS}
        yield from _module(module_directory(number), tests)
    runs = "".join(_RUN.replace("@NUMBER@", f"{number:02}") for number in range(RUNS))
    yield from _module(MANY_RUNS, {"names": _HEAD + runs})


def _module(directory: str, tests: dict[str, str]) -> Iterator[tuple[str, str]]:
    name = directory.rpartition("/")[2]
    yield f"{directory}/BUILD", _BUILD
    yield f"{directory}/main.tf", _MODULE.replace("@NAME@", name)
    for test, text in tests.items():
        yield f"{directory}/tests/{test}.tftest.hcl", text.replace("@NAME@", name)


def copy_own_modules(root: Path) -> list[str]:
    """Copies the modules of this repository, and returns their directories below `root`."""
    shutil.copytree(CHECKOUT / OWN, root / OWN, ignore=shutil.ignore_patterns(".terraform"))
    # Mock defaults are beside them.
    return [f"{OWN}/{path.parent.name}" for path in sorted((root / OWN).glob("*/main.tf"))]


def files_of_tests(root: Path, directories: Iterable[str]) -> list[Path]:
    return [file for each in directories for file in (root / each).glob("tests/*.tftest.hcl")]


def number_of_runs(files: Iterable[Path]) -> int:
    return sum(len(re.findall(r"^run ", file.read_text(), re.MULTILINE)) for file in files)


def change(root: Path, paths: Iterable[str], number: int) -> None:
    """Changes every file of modules, or single files, so that nothing of them is cached.

    :param number: another one each time.
    """
    for path in paths:
        directory = root / path
        for file in (directory, *directory.rglob("*")):
            if file.suffix in (".tf", ".hcl") and file.name != LOCK_FILE:
                text = file.read_text().partition("\n# Change ")[0].rstrip("\n")
                file.write_text(f"{text}\n\n# Change {number}.\n")
