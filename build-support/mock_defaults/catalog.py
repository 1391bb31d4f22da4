"""Which resource types and data sources get mock defaults, and the form of their values.

A schema says which attributes a provider computes, but not what they look like. Where the name of
an attribute does not tell (see values.py), this file does: above all for ARNs, as in the "Service
Authorization Reference" of AWS, and for IDs whose form another resource checks. Every other ID
stays the random string that Terraform makes up: it differs from instance to instance, so that a
test can tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACCOUNT = "111122223333"
REGION = "eu-central-1"
HEX = "0123456789abcdef0"
UUID = "0a1b2c3d-0000-4000-8000-000000000000"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{UUID}"
SECRET_ARN = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:mock-AbCdEf"
ZONE_NAMES = [f"{REGION}a", f"{REGION}b", f"{REGION}c"]

Values = Mapping[str, Any]


def _regional(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def _global(service: str, resource: str) -> str:
    return f"arn:aws:{service}::{ACCOUNT}:{resource}"


def _arn(service: str, resource: str, *more: str, **values: Any) -> Values:
    """:param more: other attributes with the same value, such as `id`."""
    return {**dict.fromkeys(("arn", *more), _regional(service, resource)), **values}


def _global_arn(service: str, resource: str, *more: str, **values: Any) -> Values:
    return {**dict.fromkeys(("arn", *more), _global(service, resource)), **values}


def _ec2(resource: str, **values: Any) -> Values:
    return _arn("ec2", resource, **values)


_KEY = {"arn": KEY_ARN, "id": UUID, "key_id": UUID}
_INVOCATION = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions"
_FUNCTION = _regional("lambda", "function:mock")
_LAYER = _regional("lambda", "layer:mock")
_DNS = f"mock.{REGION}"
_OIDC = f"oidc.eks.{REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
_EKS = _arn(
    "eks",
    "cluster/mock",
    certificate_authority=[{"data": "bW9jaw=="}],
    endpoint=f"https://0123456789ABCDEF.gr7.{REGION}.eks.amazonaws.com",
    identity=[{"oidc": [{"issuer": f"https://{_OIDC}"}]}],
)
_BUCKET = {
    "arn": "arn:aws:s3:::mock",
    "bucket_domain_name": "mock.s3.amazonaws.com",
    "bucket_regional_domain_name": f"mock.s3.{REGION}.amazonaws.com",
    "hosted_zone_id": "Z21DNDUVLTQW6Q",
}
_QUEUE_URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/mock"
_REPOSITORY = _arn(
    "ecr", "repository/mock", repository_url=f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/mock"
)
_LOAD_BALANCER = _arn(
    "elasticloadbalancing",
    "loadbalancer/app/mock/0123456789abcdef",
    arn_suffix="app/mock/0123456789abcdef",
    dns_name=f"mock-0123456789.{REGION}.elb.amazonaws.com",
    zone_id="Z215JYRZR1TBD5",
)
_LISTENER = _arn("elasticloadbalancing", "listener/app/mock/0123456789abcdef/0123456789abcdef")
_TARGET_GROUP = _arn(
    "elasticloadbalancing",
    "targetgroup/mock/0123456789abcdef",
    arn_suffix="targetgroup/mock/0123456789abcdef",
)
_LAMBDA = {
    "arn": _FUNCTION,
    "invoke_arn": f"{_INVOCATION}/{_FUNCTION}/invocations",
    "qualified_arn": f"{_FUNCTION}:1",
    "qualified_invoke_arn": f"{_INVOCATION}/{_FUNCTION}:1/invocations",
    "version": "1",
}
_TABLE = _arn(
    "dynamodb",
    "table/mock",
    stream_arn=_regional("dynamodb", "table/mock/stream/2024-01-01T00:00:00.000"),
    stream_label="2024-01-01T00:00:00.000",
)
_NAME_SERVERS = ["ns-1.awsdns-00.org", "ns-2.awsdns-00.co.uk", "ns-3.awsdns-00.net"]
_HOSTED_ZONE = {"arn": "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"}
_ROLE = _global_arn("iam", "role/mock")
_PROVIDER = _global_arn("iam", f"oidc-provider/{_OIDC}")
_CLUSTER_SECRET = [{"kms_key_id": KEY_ARN, "secret_arn": SECRET_ARN, "secret_status": "active"}]

# By resource type: what rules cannot know. The types are those that a platform's modules use, but
# without aws_wafv2_web_acl: its schema is four times as large as those of all others together, and
# every test that uses the defaults would have to read it.
RESOURCES: Mapping[str, Values] = {
    "aws_acm_certificate": _arn("acm", f"certificate/{UUID}", "id"),
    "aws_api_gateway_rest_api": {
        "arn": f"arn:aws:apigateway:{REGION}::/restapis/mock",
        "execution_arn": _regional("execute-api", "mock"),
    },
    "aws_apigatewayv2_api": {
        "arn": f"arn:aws:apigateway:{REGION}::/apis/mock",
        "api_endpoint": f"https://mock.execute-api.{REGION}.amazonaws.com",
        "execution_arn": _regional("execute-api", "mock"),
    },
    "aws_appautoscaling_target": _arn(
        "application-autoscaling",
        "scalable-target/0123456789abcdef",
        role_arn=_global("iam", "role/mock"),
    ),
    "aws_athena_workgroup": _arn("athena", "workgroup/mock"),
    "aws_autoscaling_group": _arn(
        "autoscaling",
        f"autoScalingGroup:{UUID}:autoScalingGroupName/mock",
        service_linked_role_arn=_global(
            "iam",
            "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        ),
    ),
    "aws_backup_plan": _arn("backup", f"backup-plan:{UUID}"),
    "aws_backup_vault": _arn("backup", "backup-vault:mock"),
    "aws_batch_compute_environment": _arn(
        "batch",
        "compute-environment/mock",
        ecs_cluster_arn=_regional("ecs", "cluster/mock"),
    ),
    "aws_batch_job_queue": _arn("batch", "job-queue/mock", "id"),
    "aws_budgets_budget": _global_arn(
        "budgets", "budget/mock", time_period_start="2024-01-01_00:00"
    ),
    "aws_cloudfront_distribution": _global_arn(
        "cloudfront",
        "distribution/E0123456789ABC",
        domain_name="d0123456789abc.cloudfront.net",
        hosted_zone_id="Z2FDTNDATAQYW2",
    ),
    "aws_cloudfront_function": _global_arn("cloudfront", "function/mock"),
    "aws_cloudfront_origin_access_control": _global_arn(
        "cloudfront", "origin-access-control/E0123456789ABC"
    ),
    "aws_cloudtrail": _arn("cloudtrail", "trail/mock", sns_topic_arn=_regional("sns", "mock")),
    "aws_cloudwatch_composite_alarm": _arn("cloudwatch", "alarm:mock"),
    "aws_cloudwatch_dashboard": {"dashboard_arn": _global("cloudwatch", "dashboard/mock")},
    "aws_cloudwatch_event_bus": _arn("events", "event-bus/mock"),
    "aws_cloudwatch_event_rule": _arn("events", "rule/mock"),
    "aws_cloudwatch_log_group": _arn("logs", "log-group:mock"),
    "aws_cloudwatch_metric_alarm": _arn("cloudwatch", "alarm:mock"),
    "aws_codebuild_project": _arn("codebuild", "project/mock", "id", encryption_key=KEY_ARN),
    "aws_codepipeline": _arn("codepipeline", "mock"),
    "aws_cognito_user_pool": _arn(
        "cognito-idp",
        f"userpool/{REGION}_AbCdEfGhI",
        endpoint=f"cognito-idp.{REGION}.amazonaws.com/{REGION}_AbCdEfGhI",
        id=f"{REGION}_AbCdEfGhI",
    ),
    "aws_db_instance": _arn(
        "rds",
        "db:mock",
        address=f"{_DNS}.rds.amazonaws.com",
        endpoint=f"{_DNS}.rds.amazonaws.com:5432",
        master_user_secret=_CLUSTER_SECRET,
        monitoring_role_arn=None,
    ),
    "aws_db_parameter_group": _arn("rds", "pg:mock"),
    "aws_db_subnet_group": _arn("rds", "subgrp:mock"),
    "aws_dynamodb_table": _TABLE,
    "aws_ebs_volume": _ec2(f"volume/vol-{HEX}"),
    "aws_ecr_repository": _REPOSITORY,
    "aws_ecs_cluster": _arn("ecs", "cluster/mock", "id"),
    "aws_ecs_service": {"id": _regional("ecs", "service/mock/mock")},
    "aws_ecs_task_definition": _arn(
        "ecs",
        "task-definition/mock:1",
        arn_without_revision=_regional("ecs", "task-definition/mock"),
    ),
    "aws_efs_access_point": _arn(
        "elasticfilesystem",
        f"access-point/fsap-{HEX}",
        file_system_arn=_regional("elasticfilesystem", f"file-system/fs-{HEX}"),
    ),
    "aws_efs_file_system": _arn(
        "elasticfilesystem",
        f"file-system/fs-{HEX}",
        dns_name=f"fs-{HEX}.efs.{REGION}.amazonaws.com",
    ),
    "aws_eip": _ec2(f"elastic-ip/eipalloc-{HEX}"),
    "aws_eks_addon": _arn("eks", f"addon/mock/mock/{UUID}"),
    "aws_eks_cluster": _EKS,
    "aws_eks_node_group": _arn("eks", f"nodegroup/mock/mock/{UUID}"),
    "aws_elasticache_replication_group": _arn("elasticache", "replicationgroup:mock"),
    "aws_elasticache_subnet_group": _arn("elasticache", "subnetgroup:mock"),
    "aws_flow_log": _ec2(
        f"vpc-flow-log/fl-{HEX}", log_destination=_regional("logs", "log-group:mock")
    ),
    "aws_glue_catalog_database": _arn("glue", "database/mock"),
    "aws_glue_job": _arn("glue", "job/mock"),
    "aws_guardduty_detector": _arn("guardduty", "detector/0123456789abcdef0123456789abcdef"),
    "aws_iam_group": _global_arn("iam", "group/mock"),
    "aws_iam_instance_profile": _global_arn("iam", "instance-profile/mock"),
    "aws_iam_openid_connect_provider": {**_PROVIDER, "id": _PROVIDER["arn"]},
    "aws_iam_policy": _global_arn("iam", "policy/mock", "id"),
    "aws_iam_role": _ROLE,
    "aws_iam_saml_provider": _global_arn("iam", "saml-provider/mock", "id"),
    "aws_iam_user": _global_arn("iam", "user/mock"),
    "aws_instance": _ec2(f"instance/i-{HEX}", host_resource_group_arn=None, outpost_arn=None),
    "aws_internet_gateway": _ec2(f"internet-gateway/igw-{HEX}"),
    "aws_kinesis_firehose_delivery_stream": _arn("firehose", "deliverystream/mock", "id"),
    "aws_kinesis_stream": _arn("kinesis", "stream/mock", "id"),
    "aws_kms_alias": _arn("kms", "alias/mock", target_key_arn=KEY_ARN),
    "aws_kms_key": _KEY,
    "aws_kms_replica_key": _KEY,
    "aws_lambda_alias": {
        "arn": f"{_FUNCTION}:mock",
        "invoke_arn": f"{_INVOCATION}/{_FUNCTION}:mock/invocations",
    },
    "aws_lambda_event_source_mapping": _arn(
        "lambda", f"event-source-mapping:{UUID}", function_arn=_FUNCTION, id=UUID, uuid=UUID
    ),
    "aws_lambda_function": {
        **_LAMBDA,
        "signing_job_arn": None,
        "signing_profile_version_arn": None,
    },
    "aws_lambda_layer_version": {
        "arn": f"{_LAYER}:1",
        "id": f"{_LAYER}:1",
        "layer_arn": _LAYER,
        "signing_job_arn": None,
        "signing_profile_version_arn": None,
        "version": "1",
    },
    "aws_launch_template": _ec2(f"launch-template/lt-{HEX}", id=f"lt-{HEX}"),
    "aws_lb": {**_LOAD_BALANCER, "id": _LOAD_BALANCER["arn"]},
    "aws_lb_listener": {**_LISTENER, "id": _LISTENER["arn"]},
    "aws_lb_target_group": {**_TARGET_GROUP, "id": _TARGET_GROUP["arn"]},
    "aws_msk_cluster": _arn("kafka", f"cluster/mock/{UUID}-1", "id", cluster_uuid=f"{UUID}-1"),
    "aws_network_acl": _ec2(f"network-acl/acl-{HEX}"),
    "aws_network_interface": _ec2(f"network-interface/eni-{HEX}", outpost_arn=None),
    "aws_opensearch_domain": _arn(
        "es",
        "domain/mock",
        "id",
        endpoint=f"search-mock.{REGION}.es.amazonaws.com",
    ),
    "aws_rds_cluster": _arn(
        "rds",
        "cluster:mock",
        endpoint=f"mock.cluster.{REGION}.rds.amazonaws.com",
        reader_endpoint=f"mock.cluster-ro.{REGION}.rds.amazonaws.com",
        master_user_secret=_CLUSTER_SECRET,
        monitoring_role_arn=None,
    ),
    "aws_rds_cluster_instance": _arn(
        "rds", "db:mock", endpoint=f"{_DNS}.rds.amazonaws.com", monitoring_role_arn=None
    ),
    "aws_route53_zone": {
        **_HOSTED_ZONE,
        "name_servers": _NAME_SERVERS,
        "primary_name_server": _NAME_SERVERS[0],
    },
    "aws_route_table": _ec2(f"route-table/rtb-{HEX}"),
    "aws_s3_access_point": _arn("s3", "accesspoint/mock"),
    "aws_s3_bucket": _BUCKET,
    "aws_scheduler_schedule": _arn("scheduler", "schedule/default/mock"),
    "aws_scheduler_schedule_group": _arn("scheduler", "schedule-group/mock"),
    "aws_secretsmanager_secret": {"arn": SECRET_ARN, "id": SECRET_ARN},
    "aws_secretsmanager_secret_version": {"arn": SECRET_ARN},
    "aws_security_group": _ec2(f"security-group/sg-{HEX}"),
    "aws_service_discovery_private_dns_namespace": _arn("servicediscovery", "namespace/ns-mock"),
    "aws_service_discovery_service": _arn("servicediscovery", "service/srv-mock"),
    "aws_sfn_state_machine": _arn(
        "states",
        "stateMachine:mock",
        "id",
        state_machine_version_arn=_regional("states", "stateMachine:mock:1"),
    ),
    "aws_sns_topic": _arn("sns", "mock", "id", owner=ACCOUNT),
    "aws_sns_topic_subscription": _arn("sns", f"mock:{UUID}", "id"),
    "aws_sqs_queue": _arn("sqs", "mock", id=_QUEUE_URL, url=_QUEUE_URL),
    "aws_ssm_parameter": _arn("ssm", "parameter/mock"),
    "aws_subnet": _ec2(f"subnet/subnet-{HEX}"),
    "aws_vpc": _ec2(f"vpc/vpc-{HEX}"),
    "aws_vpc_endpoint": _ec2(f"vpc-endpoint/vpce-{HEX}"),
    "aws_vpc_security_group_egress_rule": _ec2(f"security-group-rule/sgr-{HEX}"),
    "aws_vpc_security_group_ingress_rule": _ec2(f"security-group-rule/sgr-{HEX}"),
    "aws_wafv2_ip_set": _arn("wafv2", f"regional/ipset/mock/{UUID}"),
}

# By data source.
DATA_SOURCES: Mapping[str, Values] = {
    "aws_acm_certificate": _arn("acm", f"certificate/{UUID}", "id"),
    "aws_availability_zones": {
        "group_names": [REGION],
        "names": ZONE_NAMES,
        "zone_ids": ["euc1-az2", "euc1-az3", "euc1-az1"],
    },
    "aws_caller_identity": {
        **_global_arn("iam", "user/mock"),
        "id": ACCOUNT,
        "user_id": "AIDACKCEVSQ6C2EXAMPLE",
    },
    "aws_cloudwatch_log_group": _arn("logs", "log-group:mock"),
    "aws_db_instance": {
        "address": f"{_DNS}.rds.amazonaws.com",
        "db_instance_arn": _regional("rds", "db:mock"),
        "endpoint": f"{_DNS}.rds.amazonaws.com:5432",
        "monitoring_role_arn": None,
    },
    "aws_dynamodb_table": _TABLE,
    "aws_ecr_repository": _REPOSITORY,
    "aws_ecs_cluster": _arn("ecs", "cluster/mock", "id"),
    "aws_efs_file_system": _arn("elasticfilesystem", f"file-system/fs-{HEX}"),
    "aws_eks_cluster": {**_EKS, "role_arn": _global("iam", "role/mock")},
    "aws_elb_service_account": {"arn": "arn:aws:iam::054676820928:root", "id": "054676820928"},
    "aws_iam_openid_connect_provider": _PROVIDER,
    "aws_iam_policy": _global_arn("iam", "policy/mock", "id"),
    "aws_iam_policy_document": {},
    "aws_iam_role": _ROLE,
    "aws_iam_session_context": {"issuer_arn": _global("iam", "role/mock")},
    "aws_internet_gateway": _ec2(f"internet-gateway/igw-{HEX}"),
    "aws_kinesis_stream": _arn("kinesis", "stream/mock", "id"),
    "aws_kms_alias": _arn("kms", "alias/mock", target_key_arn=KEY_ARN, target_key_id=UUID),
    "aws_kms_key": {"arn": KEY_ARN, "id": UUID},
    "aws_lambda_function": {
        **_LAMBDA,
        "code_signing_config_arn": None,
        "signing_job_arn": None,
        "signing_profile_version_arn": None,
    },
    "aws_launch_template": _ec2(f"launch-template/lt-{HEX}", id=f"lt-{HEX}"),
    "aws_lb": _LOAD_BALANCER,
    "aws_lb_listener": {
        **_LISTENER,
        "certificate_arn": _regional("acm", f"certificate/{UUID}"),
        "load_balancer_arn": _LOAD_BALANCER["arn"],
    },
    "aws_lb_target_group": _TARGET_GROUP,
    "aws_organizations_organization": {
        **_global_arn("organizations", "organization/o-0123456789"),
        "id": "o-0123456789",
        "master_account_arn": _global("organizations", f"account/o-0123456789/{ACCOUNT}"),
        "master_account_id": ACCOUNT,
    },
    "aws_partition": {
        "dns_suffix": "amazonaws.com",
        "id": "aws",
        "partition": "aws",
        "reverse_dns_prefix": "com.amazonaws",
    },
    "aws_rds_cluster": _arn(
        "rds",
        "cluster:mock",
        endpoint=f"mock.cluster.{REGION}.rds.amazonaws.com",
        reader_endpoint=f"mock.cluster-ro.{REGION}.rds.amazonaws.com",
        monitoring_role_arn=None,
    ),
    "aws_region": {
        "description": "Europe (Frankfurt)",
        "endpoint": f"ec2.{REGION}.amazonaws.com",
        "id": REGION,
        "name": REGION,
    },
    "aws_route53_zone": {
        **_HOSTED_ZONE,
        "name_servers": _NAME_SERVERS,
        "primary_name_server": _NAME_SERVERS[0],
    },
    "aws_route_table": _ec2(f"route-table/rtb-{HEX}"),
    "aws_s3_bucket": _BUCKET,
    "aws_secretsmanager_secret": {"arn": SECRET_ARN, "id": SECRET_ARN},
    "aws_secretsmanager_secret_version": {"arn": SECRET_ARN, "secret_string": "{}"},
    "aws_security_group": _ec2(f"security-group/sg-{HEX}"),
    "aws_sns_topic": _arn("sns", "mock", "id"),
    "aws_sqs_queue": _arn("sqs", "mock", id=_QUEUE_URL, url=_QUEUE_URL),
    "aws_ssm_parameter": _arn("ssm", "parameter/mock"),
    "aws_subnet": _ec2(f"subnet/subnet-{HEX}", outpost_arn=None),
    "aws_subnets": {"ids": [f"subnet-{HEX}", "subnet-0123456789abcdef1"]},
    "aws_vpc": _ec2(f"vpc/vpc-{HEX}"),
    "aws_vpc_endpoint": _ec2(f"vpc-endpoint/vpce-{HEX}"),
}
