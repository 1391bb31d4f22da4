"""The modules of the large repository: three shapes, like those of infra-packages/."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.scaling.feature import Feature, blocks, joined

COMMON = Feature.read("common")
KEY_CALL = Feature.read("key_call")
SETUP = Feature.read("setup")
MODE = Feature.read("mode")
NAMES = Feature.read("names")
RULES = Feature.read("rules")
STATEMENTS = Feature.read("statements")
TEMPLATE = Feature.read("template")

CAPABILITIES = (
    "access_log",
    "archive",
    "audit_trail",
    "backup",
    "batch_queue",
    "change_feed",
    "delivery_stream",
    "error_topic",
    "event_bus",
    "export_job",
    "failover_zone",
    "gateway",
    "health_check",
    "ingest_path",
    "job_store",
    "key_ring",
    "ledger",
    "message_bus",
    "metrics_sink",
    "notification_hub",
    "object_store",
    "order_cache",
    "packet_mirror",
    "query_engine",
    "rate_limit",
    "read_replica",
    "replication",
    "search_index",
    "session_table",
    "snapshot_plan",
    "task_runner",
    "upload_area",
)


@dataclass(frozen=True)
class Shape:
    """:param files: the features of each file of the module, by the file's name without `.tf`.
    :param tests: whose features each test file is about, by the test file's name. Each module has
        one about defaults and one about refused values besides.
    :param calls_key: whether the module calls a module of the shape `kms-key`.
    :param has_setup: whether its tests load a module of their own.
    """

    name: str
    files: Mapping[str, Sequence[Feature]]
    tests: Mapping[str, Sequence[str]]
    calls_key: bool = False
    has_setup: bool = False


KMS_KEY = Shape(
    "kms-key",
    {"main": (MODE, NAMES, NAMES), "policy": (STATEMENTS, MODE)},
    {"options": ("main",), "policy": ("policy",)},
)
S3_BUCKET = Shape(
    "s3-bucket",
    {
        "main": (MODE, NAMES, TEMPLATE, MODE),
        "lifecycle": (RULES, RULES),
        "policy": (STATEMENTS, NAMES, STATEMENTS),
    },
    {"options": ("main",), "lifecycle": ("lifecycle",), "policy": ("policy",)},
    calls_key=True,
)
VPC = Shape(
    "vpc",
    {
        "main": (NAMES, MODE),
        "endpoints": (NAMES,),
        "flow_logs": (TEMPLATE, TEMPLATE, STATEMENTS),
        "locals": (MODE,),
        "routing": (RULES, NAMES),
        "subnets": (MODE, NAMES, TEMPLATE),
    },
    {
        "flow_logs": ("flow_logs",),
        "options": ("main", "endpoints", "locals"),
        "routing": ("routing",),
        "subnets": ("subnets",),
    },
    has_setup=True,
)
SHAPES = (KMS_KEY, S3_BUCKET, VPC)


def module_files(shape: Shape, name: str, key: str, rng: random.Random) -> dict[str, str]:
    """The texts of a module's files, by path relative to the module.

    :param name: of its directory.
    :param key: the `source` of the module that it calls, where it calls one.
    """
    names = iter(rng.sample(CAPABILITIES, sum(map(len, shape.files.values()))))
    features = {
        file: [each.named(next(names), rng.randint(1, 89)) for each in found]
        for file, found in shape.files.items()
    }
    if shape.calls_key:
        features["main"].append(KEY_CALL.filled({"@source": key}))
    whole = [COMMON.named(name, 1), *([SETUP] if shape.has_setup else [])]
    every = [*whole, *(feature for found in features.values() for feature in found)]
    files = {f"{file}.tf": joined("body", found) for file, found in features.items()}
    files["variables.tf"] = joined("variables", every)
    files["outputs.tf"] = joined("outputs", every)
    arguments = joined("argument", every)
    call = f'module "complete" {{\n  source = "../.."\n\n{arguments}}}\n'
    files["examples/complete/main.tf"] = call
    for test, text in _tests(shape, features, every).items():
        files[f"tests/{test}.tftest.hcl"] = blocks(joined("test_head", whole), text)
    for feature in every:
        files.update(feature.files)
    return files


def _tests(
    shape: Shape, features: Mapping[str, Sequence[Feature]], every: Sequence[Feature]
) -> dict[str, str]:
    assertions = joined("default", every)
    defaults = f'run "defaults" {{\n  command = plan\n\n{assertions}}}'
    return {
        "defaults": blocks(defaults, joined("runs", every)),
        "validation": joined("refused", every),
        **{
            test: joined("tests", (feature for file in about for feature in features[file]))
            for test, about in shape.tests.items()
        },
    }
