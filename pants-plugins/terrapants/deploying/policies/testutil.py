"""Plans that policies are applied to."""

from __future__ import annotations

from typing import Any

from terrapants.deploying.planned_values import PlannedResource, PlannedValues
from terrapants.deploying.policies.evaluation import PlanOfDeployment
from terrapants.deploying.source_positions import positions_in_files

AWS = "registry.terraform.io/hashicorp/aws"
CODE = """
resource "aws_kms_key" "main" {
}

resource "aws_s3_bucket" "logs" {
}
"""


def resource(
    address: str, action: str = "none", after: Any = None, **others: Any
) -> PlannedResource:
    type_, name = address.partition("[")[0].split(".")[-2:]
    provider = others.pop("provider", AWS)
    return PlannedResource(
        address, "", "managed", type_, name, provider, action, after=after, **others
    )


def plan(*resources: PlannedResource, environment: str = "prod") -> PlanOfDeployment:
    positions = positions_in_files("live", {"live/main.tf": CODE})
    return PlanOfDeployment("live:deploy", environment, PlannedValues(resources), positions.of)
