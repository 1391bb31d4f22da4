"""Where resources change in place, or leave a gap, although a replacement without one is wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from terrapants.hcl.body import Attribute, Block, Body, NativeBody
from terrapants.hcl.document import Document
from terrapants.hcl.expressions import (
    Expression,
    Literal,
    ObjectValue,
    Template,
    Traversal,
    literal_string,
    walk,
)
from terrapants.hcl.position import Position


class ReplacementKind(Enum):
    """The value is an example."""

    NEWEST_TEMPLATE = 'version = "$Latest"'
    NO_INSTANCE_REFRESH = "an aws_autoscaling_group without instance_refresh"
    USER_DATA = "user_data without user_data_replace_on_change"
    LATEST_IMAGE = 'image = "nginx:latest"'
    UNTAGGED_IMAGE = 'image = "nginx"'
    DESTROYED_FIRST = "an aws_acm_certificate without create_before_destroy"


@dataclass(frozen=True)
class ReplacementIssue:
    """:param address: of the resource, as in `aws_instance.web`.
    :param text: the value, or the name of the argument, that is at fault."""

    kind: ReplacementKind
    address: str
    position: Position
    text: str = ""


# Their documentation: with "$Latest" or "$Default", a new version of the launch template shows in
# no plan and starts no instance refresh.
_WITH_TEMPLATES = frozenset(
    {
        "aws_autoscaling_group",
        "aws_batch_compute_environment",
        "aws_ec2_fleet",
        "aws_eks_node_group",
        "aws_instance",
        "aws_spot_fleet_request",
    }
)
_NEWEST = frozenset({"$Latest", "$Default"})

_KUBERNETES = (
    "cron_job",
    "daemon_set",
    "daemonset",
    "deployment",
    "job",
    "pod",
    "replication_controller",
    "stateful_set",
)
# The arguments, or keys of `jsonencode({…})`, that name an image of containers.
_IMAGES: Mapping[str, frozenset[str]] = {
    **{
        f"kubernetes_{kind}{version}": frozenset({"image"})
        for kind in _KUBERNETES
        for version in ("", "_v1")
    },
    **dict.fromkeys(
        (
            "aws_batch_job_definition",
            "aws_ecs_task_definition",
            "aws_sagemaker_model",
            "azurerm_container_app",
            "azurerm_container_app_job",
            "azurerm_container_group",
            "google_cloud_run_service",
            "google_cloud_run_v2_job",
            "google_cloud_run_v2_service",
        ),
        frozenset({"image"}),
    ),
    "aws_apprunner_service": frozenset({"image_identifier"}),
    "aws_lambda_function": frozenset({"image_uri"}),
}
_JSON_TEXTS = frozenset({"container_definitions", "container_properties"})

# What other resources use, and what happens to them while it is being replaced. Where not said
# otherwise, the documentation of the resource in its provider recommends `create_before_destroy`.
REPLACED_IN_USE: Mapping[str, str] = {
    "aws_acm_certificate": "a listener that uses it keeps it from being deleted",
    "aws_api_gateway_deployment": "a stage that uses it keeps it from being deleted",
    "aws_apigatewayv2_deployment": "a stage that uses it keeps it from being deleted",
    # RDS, DeleteOptionGroup: only one that is not associated can be deleted.
    "aws_db_option_group": "a database that uses it keeps it from being deleted",
    "aws_db_parameter_group": "a database that uses it keeps it from being deleted",
    # DocumentDB, Neptune and RDS, DeleteDBClusterParameterGroup: "can't be associated".
    "aws_docdb_cluster_parameter_group": "a cluster that uses it keeps it from being deleted",
    # IAM, DeleteInstanceProfile: it "will break any applications running on the instance".
    "aws_iam_instance_profile": "instances that use it lose their permissions",
    "aws_iam_server_certificate": "a load balancer that uses it keeps it from being deleted",
    "aws_launch_configuration": "an Auto Scaling group that uses it keeps it from being deleted",
    # Elastic Load Balancing, DeleteTargetGroup: only one that no action refers to.
    "aws_alb_target_group": "a listener that uses it keeps it from being deleted",
    "aws_lb_target_group": "a listener that uses it keeps it from being deleted",
    "aws_neptune_cluster_parameter_group": "a cluster that uses it keeps it from being deleted",
    "aws_neptune_parameter_group": "an instance that uses it keeps it from being deleted",
    "aws_rds_cluster_parameter_group": "a cluster that uses it keeps it from being deleted",
    "aws_security_group": "network interfaces that use it keep it from being deleted",
    "google_compute_instance_template": (
        "an instance group that uses it keeps it from being deleted"
    ),
    "google_compute_region_instance_template": (
        "an instance group that uses it keeps it from being deleted"
    ),
    "google_compute_region_ssl_certificate": "a proxy that uses it keeps it from being deleted",
    "google_compute_ssl_certificate": "a proxy that uses it keeps it from being deleted",
}


def replacement_issues(document: Document) -> tuple[ReplacementIssue, ...]:
    """What a configuration file has of each kind."""
    return tuple(
        ReplacementIssue(kind, ".".join(block.labels), position, text)
        for block in document.body.blocks("resource", 2)
        for kind, position, text in _issues(block)
    )


def _issues(block: Block) -> Iterator[tuple[ReplacementKind, Position, str]]:
    type_, body = block.labels[0], block.body
    if type_ in _WITH_TEMPLATES:
        for name, value in _named(body, frozenset({"version"})):
            if literal_string(value) in _NEWEST:
                yield ReplacementKind.NEWEST_TEMPLATE, value.position, literal_string(value) or name
    if type_ == "aws_autoscaling_group" and _keeps_instances(body):
        yield ReplacementKind.NO_INSTANCE_REFRESH, block.position, ""
    if type_ == "aws_instance" and body.argument("user_data_replace_on_change") is None:
        for argument in map(body.argument, ("user_data", "user_data_base64")):
            if argument is not None:
                yield ReplacementKind.USER_DATA, argument.position, argument.name
    for _, value in _named(body, _IMAGES.get(type_, frozenset())):
        kind = _kind_of_image(value)
        if kind is not None:
            yield kind, value.position, _shown(value)
    if type_ in REPLACED_IN_USE and body.argument("name") is None and not _says_how(body):
        yield ReplacementKind.DESTROYED_FIRST, block.position, ""


def _keeps_instances(group: Body) -> bool:
    """Whether instances of an Auto Scaling group stay as they are when its template changes."""
    from_template = group.argument("launch_configuration") is not None or any(
        _has_block(group, name) for name in ("launch_template", "mixed_instances_policy")
    )
    if not from_template or _has_block(group, "instance_refresh"):
        return False
    # A name that changes with the template replaces the whole group.
    names = filter(None, map(group.attribute, ("name", "name_prefix")))
    return not any(
        isinstance(inner, Traversal) and inner.steps[0].startswith("aws_launch_")
        for name in names
        for inner in walk(name)
    )


def _has_block(body: Body, name: str) -> bool:
    return bool(body.blocks(name)) or any(
        dynamic.labels == (name,) for dynamic in body.blocks("dynamic", 1)
    )


def _says_how(body: Body) -> bool:
    """Whether a resource says in which order it is replaced, or that it never is."""
    return any(
        lifecycle.body.argument("create_before_destroy") is not None
        or _is_true(lifecycle.body.attribute("prevent_destroy"))
        for lifecycle in body.blocks("lifecycle")
    )


def _is_true(value: Expression | None) -> bool:
    return isinstance(value, Literal) and value.value in (True, "true")


def _named(body: Body, names: frozenset[str]) -> Iterator[tuple[str, Expression]]:
    """The arguments, and keys of objects, with one of these names, at any depth."""
    if not names:
        return
    for attribute in body.attributes():
        if attribute.name in names:
            yield attribute.name, attribute.value
        yield from _inside(attribute, names)
    if isinstance(body, NativeBody):
        for item in body.items:
            if isinstance(item, Block):
                yield from _named(item.body, names)


def _inside(attribute: Attribute, names: frozenset[str]) -> Iterator[tuple[str, Expression]]:
    text = literal_string(attribute.value) if attribute.name in _JSON_TEXTS else None
    if text is not None:
        for found in _of_json(text, names):
            yield attribute.name, Literal(attribute.value.position, found)
    for inner in walk(attribute.value):
        if isinstance(inner, ObjectValue):
            for key, value in inner.entries:
                name = literal_string(key)
                if name in names:
                    yield name or "", value


def _of_json(text: str, names: frozenset[str]) -> Iterator[str]:
    """The texts with one of these names in a JSON document."""
    try:
        pending = [json.loads(text)]
    except ValueError:
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield from (found for name in names if isinstance(found := value.get(name), str))
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _kind_of_image(value: Expression) -> ReplacementKind | None:
    """What is wrong with the reference to an image, as far as its text tells."""
    if isinstance(value, Traversal) and value.steps[0] == "aws_ecr_repository":
        return ReplacementKind.UNTAGGED_IMAGE if value.steps[-1] == "repository_url" else None
    known = value.parts[-1] if isinstance(value, Template) else literal_string(value)
    if not isinstance(known, str) or not known or "@" in known:
        return None
    image = known.rpartition("/")[2]
    if ":" in image:
        return ReplacementKind.LATEST_IMAGE if image.endswith(":latest") else None
    # Of "${var.registry}-app" nobody knows what comes before.
    whole = not isinstance(value, Template) or "/" in known
    return ReplacementKind.UNTAGGED_IMAGE if whole and image else None


def _shown(value: Expression) -> str:
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else "${…}" for part in value.parts)
    return str(value) if isinstance(value, Traversal) else literal_string(value) or ""
