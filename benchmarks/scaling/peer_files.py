"""The modules that are compared with other tools, of the size of public AWS modules.

Each has six files: 20 to 60 variables, 10 to 30 resources, outputs, and a README with the markers
of terraform-docs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.scaling.feature import Feature, joined
from benchmarks.scaling.shapes import CAPABILITIES

# Where terraform-docs looks for modules by default.
MODULES = "modules"

_COMMON = Feature.read("aws_common")
# In this order, over and over: the file, and the feature that is in it.
_FEATURES = (
    ("main", Feature.read("aws_bucket")),
    ("main", Feature.read("aws_log_group")),
    ("network", Feature.read("aws_security_group")),
    ("main", Feature.read("aws_iam_role")),
    ("network", Feature.read("aws_alarm")),
)


def peer_files(modules: int, seed: int) -> Iterator[tuple[str, str]]:
    """Paths and texts of the modules."""
    rng = random.Random(seed)
    for number in range(modules):
        name = f"service-{number:03}"
        yield f"{MODULES}/{name}/BUILD", "terraform_module()\n"
        for path, text in _module(name, rng).items():
            yield f"{MODULES}/{name}/{path}", text


def _module(name: str, rng: random.Random) -> dict[str, str]:
    common = _COMMON.named(name, rng.randint(20, 89))
    features = {"main": [common], "network": []}
    for position, capability in enumerate(rng.sample(CAPABILITIES, rng.randint(5, 12))):
        file, feature = _FEATURES[position % len(_FEATURES)]
        features[file].append(feature.named(capability, rng.randint(1, 89)))
    every = [feature for found in features.values() for feature in found]
    return {
        "variables.tf": joined("variables", every),
        "outputs.tf": joined("outputs", every),
        **{f"{file}.tf": joined("body", found) for file, found in features.items()},
        **common.files,
    }
