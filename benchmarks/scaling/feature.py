"""What generated modules are put together from: the texts in the directory features/.

A line `=== <section>` begins each section. Those named like a file become a file of the module. The
others are

- `variables`, `outputs`: for `variables.tf` and `outputs.tf`;
- `body`: locals, resources and module calls, for one of the other files;
- `argument`: what the module's example sets;
- `test_head`: what every test file begins with;
- `default`: an assertion about a module that has only its required variables set;
- `runs`: run blocks that come after that assertion;
- `tests`: run blocks that set the variables;
- `refused`: run blocks with values that the module refuses.

The resources are of Terraform's built-in provider, so that validating thousands of modules measures
the suite and not a provider; those of the features `aws_…`, which are not validated, are of AWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Documents in the directory policies/ of the repository, which modules share.
SHARED_POLICIES = 10
_DIRECTORY = Path(__file__).parent / "features"
_SECTION = re.compile(r"^=== (.+)\n", re.MULTILINE)
_FILE = re.compile("[./]")


@dataclass(frozen=True)
class Feature:
    """Terraform code for one capability of a module, such as its access log."""

    sections: dict[str, str]

    @staticmethod
    def read(name: str) -> Feature:
        _, *parts = _SECTION.split((_DIRECTORY / f"{name}.txt").read_text(encoding="utf-8"))
        return Feature({name: text.strip("\n") for name, text in zip(parts[::2], parts[1::2])})

    def named(self, name: str, number: int) -> Feature:
        """This feature with its placeholders filled in.

        :param name: of the capability, with underscores between words.
        :param number: from 1 to 89, which makes two modules differ.
        """
        return self.filled(
            {
                "@policy": f"shared-{number % SHARED_POLICIES}",
                "@words": name.replace("_", " "),
                "@name": name,
                "@number": str(number),
            }
        )

    def filled(self, values: dict[str, str]) -> Feature:
        def fill(text: str) -> str:
            for placeholder, value in values.items():
                text = text.replace(placeholder, value)
            return text

        return Feature({fill(section): fill(text) for section, text in self.sections.items()})

    @property
    def files(self) -> dict[str, str]:
        return {name: f"{text}\n" for name, text in self.sections.items() if _FILE.search(name)}


def joined(section: str, features: Iterable[Feature]) -> str:
    """A section of several features, with an empty line between two of them."""
    return blocks(*(feature.sections.get(section, "") for feature in features))


def blocks(*texts: str) -> str:
    return "\n\n".join(text.strip("\n") for text in texts if text.strip("\n")) + "\n"
