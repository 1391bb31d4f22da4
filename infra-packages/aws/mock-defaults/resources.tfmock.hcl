# Written by build-support/mock_defaults from the schema of the AWS provider. Do not edit it:
# change the catalogue there and run it again. See docs/writing/mocks.md.

mock_resource "aws_acm_certificate" {
  defaults = {
    arn        = "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
    id         = "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
    not_after  = "2024-01-01T00:00:00Z"
    not_before = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_api_gateway_rest_api" {
  defaults = {
    arn           = "arn:aws:apigateway:eu-central-1::/restapis/mock"
    created_date  = "2024-01-01T00:00:00Z"
    execution_arn = "arn:aws:execute-api:eu-central-1:111122223333:mock"
    policy        = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_apigatewayv2_api" {
  defaults = {
    api_endpoint  = "https://mock.execute-api.eu-central-1.amazonaws.com"
    arn           = "arn:aws:apigateway:eu-central-1::/apis/mock"
    execution_arn = "arn:aws:execute-api:eu-central-1:111122223333:mock"
  }
}

mock_resource "aws_appautoscaling_target" {
  defaults = {
    arn      = "arn:aws:application-autoscaling:eu-central-1:111122223333:scalable-target/0123456789abcdef"
    role_arn = "arn:aws:iam::111122223333:role/mock"
  }
}

mock_resource "aws_athena_workgroup" {
  defaults = {
    arn = "arn:aws:athena:eu-central-1:111122223333:workgroup/mock"
  }
}

mock_resource "aws_autoscaling_group" {
  defaults = {
    arn                     = "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:0a1b2c3d-0000-4000-8000-000000000000:autoScalingGroupName/mock"
    service_linked_role_arn = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
  }
}

mock_resource "aws_backup_plan" {
  defaults = {
    arn = "arn:aws:backup:eu-central-1:111122223333:backup-plan:0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_backup_vault" {
  defaults = {
    arn         = "arn:aws:backup:eu-central-1:111122223333:backup-vault:mock"
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_batch_compute_environment" {
  defaults = {
    arn             = "arn:aws:batch:eu-central-1:111122223333:compute-environment/mock"
    ecs_cluster_arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/mock"
  }
}

mock_resource "aws_batch_job_queue" {
  defaults = {
    arn = "arn:aws:batch:eu-central-1:111122223333:job-queue/mock"
    id  = "arn:aws:batch:eu-central-1:111122223333:job-queue/mock"
  }
}

mock_resource "aws_budgets_budget" {
  defaults = {
    account_id        = "111122223333"
    arn               = "arn:aws:budgets::111122223333:budget/mock"
    time_period_start = "2024-01-01_00:00"
  }
}

mock_resource "aws_cloudfront_distribution" {
  defaults = {
    arn                = "arn:aws:cloudfront::111122223333:distribution/E0123456789ABC"
    domain_name        = "d0123456789abc.cloudfront.net"
    hosted_zone_id     = "Z2FDTNDATAQYW2"
    last_modified_time = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_cloudfront_function" {
  defaults = {
    arn = "arn:aws:cloudfront::111122223333:function/mock"
  }
}

mock_resource "aws_cloudfront_origin_access_control" {
  defaults = {
    arn = "arn:aws:cloudfront::111122223333:origin-access-control/E0123456789ABC"
  }
}

mock_resource "aws_cloudtrail" {
  defaults = {
    arn           = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/mock"
    home_region   = "eu-central-1"
    sns_topic_arn = "arn:aws:sns:eu-central-1:111122223333:mock"
  }
}

mock_resource "aws_cloudwatch_composite_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:mock"
  }
}

mock_resource "aws_cloudwatch_dashboard" {
  defaults = {
    dashboard_arn = "arn:aws:cloudwatch::111122223333:dashboard/mock"
  }
}

mock_resource "aws_cloudwatch_event_bus" {
  defaults = {
    arn = "arn:aws:events:eu-central-1:111122223333:event-bus/mock"
  }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = {
    arn = "arn:aws:events:eu-central-1:111122223333:rule/mock"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:eu-central-1:111122223333:log-group:mock"
  }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:mock"
  }
}

mock_resource "aws_codebuild_project" {
  defaults = {
    arn            = "arn:aws:codebuild:eu-central-1:111122223333:project/mock"
    encryption_key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    id             = "arn:aws:codebuild:eu-central-1:111122223333:project/mock"
  }
}

mock_resource "aws_codepipeline" {
  defaults = {
    arn = "arn:aws:codepipeline:eu-central-1:111122223333:mock"
  }
}

mock_resource "aws_cognito_user_pool" {
  defaults = {
    arn                = "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_AbCdEfGhI"
    creation_date      = "2024-01-01T00:00:00Z"
    endpoint           = "cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"
    id                 = "eu-central-1_AbCdEfGhI"
    last_modified_date = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_db_instance" {
  defaults = {
    address                         = "mock.eu-central-1.rds.amazonaws.com"
    arn                             = "arn:aws:rds:eu-central-1:111122223333:db:mock"
    availability_zone               = "eu-central-1a"
    endpoint                        = "mock.eu-central-1.rds.amazonaws.com:5432"
    hosted_zone_id                  = "Z0123456789ABCDEFGHIJ"
    kms_key_id                      = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    latest_restorable_time          = "2024-01-01T00:00:00Z"
    master_user_secret              = [{ kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000", secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf", secret_status = "active" }]
    master_user_secret_kms_key_id   = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    performance_insights_kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_db_parameter_group" {
  defaults = {
    arn = "arn:aws:rds:eu-central-1:111122223333:pg:mock"
  }
}

mock_resource "aws_db_subnet_group" {
  defaults = {
    arn = "arn:aws:rds:eu-central-1:111122223333:subgrp:mock"
  }
}

mock_resource "aws_dynamodb_table" {
  defaults = {
    arn          = "arn:aws:dynamodb:eu-central-1:111122223333:table/mock"
    stream_arn   = "arn:aws:dynamodb:eu-central-1:111122223333:table/mock/stream/2024-01-01T00:00:00.000"
    stream_label = "2024-01-01T00:00:00.000"
  }
}

mock_resource "aws_ebs_volume" {
  defaults = {
    arn         = "arn:aws:ec2:eu-central-1:111122223333:volume/vol-0123456789abcdef0"
    create_time = "2024-01-01T00:00:00Z"
    kms_key_id  = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_ecr_repository" {
  defaults = {
    arn            = "arn:aws:ecr:eu-central-1:111122223333:repository/mock"
    registry_id    = "111122223333"
    repository_url = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mock"
  }
}

mock_resource "aws_ecs_cluster" {
  defaults = {
    arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/mock"
    id  = "arn:aws:ecs:eu-central-1:111122223333:cluster/mock"
  }
}

mock_resource "aws_ecs_service" {
  defaults = {
    id = "arn:aws:ecs:eu-central-1:111122223333:service/mock/mock"
  }
}

mock_resource "aws_ecs_task_definition" {
  defaults = {
    arn                  = "arn:aws:ecs:eu-central-1:111122223333:task-definition/mock:1"
    arn_without_revision = "arn:aws:ecs:eu-central-1:111122223333:task-definition/mock"
  }
}

mock_resource "aws_efs_access_point" {
  defaults = {
    arn             = "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-0123456789abcdef0"
    file_system_arn = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0"
    owner_id        = "111122223333"
  }
}

mock_resource "aws_efs_file_system" {
  defaults = {
    arn                    = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0"
    availability_zone_id   = "euc1-az2"
    availability_zone_name = "eu-central-1a"
    dns_name               = "fs-0123456789abcdef0.efs.eu-central-1.amazonaws.com"
    kms_key_id             = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    owner_id               = "111122223333"
  }
}

mock_resource "aws_eip" {
  defaults = {
    arn        = "arn:aws:ec2:eu-central-1:111122223333:elastic-ip/eipalloc-0123456789abcdef0"
    private_ip = "10.0.0.10"
    public_ip  = "203.0.113.10"
  }
}

mock_resource "aws_eks_addon" {
  defaults = {
    arn         = "arn:aws:eks:eu-central-1:111122223333:addon/mock/mock/0a1b2c3d-0000-4000-8000-000000000000"
    created_at  = "2024-01-01T00:00:00Z"
    modified_at = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_eks_cluster" {
  defaults = {
    arn                   = "arn:aws:eks:eu-central-1:111122223333:cluster/mock"
    certificate_authority = [{ data = "bW9jaw==" }]
    created_at            = "2024-01-01T00:00:00Z"
    endpoint              = "https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com"
    identity              = [{ oidc = [{ issuer = "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }] }]
  }
}

mock_resource "aws_eks_node_group" {
  defaults = {
    arn = "arn:aws:eks:eu-central-1:111122223333:nodegroup/mock/mock/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_elasticache_replication_group" {
  defaults = {
    arn = "arn:aws:elasticache:eu-central-1:111122223333:replicationgroup:mock"
  }
}

mock_resource "aws_elasticache_subnet_group" {
  defaults = {
    arn = "arn:aws:elasticache:eu-central-1:111122223333:subnetgroup:mock"
  }
}

mock_resource "aws_flow_log" {
  defaults = {
    arn             = "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/fl-0123456789abcdef0"
    log_destination = "arn:aws:logs:eu-central-1:111122223333:log-group:mock"
  }
}

mock_resource "aws_glue_catalog_database" {
  defaults = {
    arn        = "arn:aws:glue:eu-central-1:111122223333:database/mock"
    catalog_id = "111122223333"
  }
}

mock_resource "aws_glue_job" {
  defaults = {
    arn = "arn:aws:glue:eu-central-1:111122223333:job/mock"
  }
}

mock_resource "aws_guardduty_detector" {
  defaults = {
    account_id = "111122223333"
    arn        = "arn:aws:guardduty:eu-central-1:111122223333:detector/0123456789abcdef0123456789abcdef"
  }
}

mock_resource "aws_iam_group" {
  defaults = {
    arn = "arn:aws:iam::111122223333:group/mock"
  }
}

mock_resource "aws_iam_instance_profile" {
  defaults = {
    arn         = "arn:aws:iam::111122223333:instance-profile/mock"
    create_date = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
    id  = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  }
}

mock_resource "aws_iam_policy" {
  defaults = {
    arn = "arn:aws:iam::111122223333:policy/mock"
    id  = "arn:aws:iam::111122223333:policy/mock"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn         = "arn:aws:iam::111122223333:role/mock"
    create_date = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_iam_saml_provider" {
  defaults = {
    arn         = "arn:aws:iam::111122223333:saml-provider/mock"
    id          = "arn:aws:iam::111122223333:saml-provider/mock"
    valid_until = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_iam_user" {
  defaults = {
    arn = "arn:aws:iam::111122223333:user/mock"
  }
}

mock_resource "aws_instance" {
  defaults = {
    arn               = "arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0"
    availability_zone = "eu-central-1a"
    private_ip        = "10.0.0.10"
    public_ip         = "203.0.113.10"
  }
}

mock_resource "aws_internet_gateway" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:internet-gateway/igw-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_resource "aws_kinesis_firehose_delivery_stream" {
  defaults = {
    arn = "arn:aws:firehose:eu-central-1:111122223333:deliverystream/mock"
    id  = "arn:aws:firehose:eu-central-1:111122223333:deliverystream/mock"
  }
}

mock_resource "aws_kinesis_stream" {
  defaults = {
    arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/mock"
    id  = "arn:aws:kinesis:eu-central-1:111122223333:stream/mock"
  }
}

mock_resource "aws_kms_alias" {
  defaults = {
    arn            = "arn:aws:kms:eu-central-1:111122223333:alias/mock"
    target_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    id     = "0a1b2c3d-0000-4000-8000-000000000000"
    key_id = "0a1b2c3d-0000-4000-8000-000000000000"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_kms_replica_key" {
  defaults = {
    arn    = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    id     = "0a1b2c3d-0000-4000-8000-000000000000"
    key_id = "0a1b2c3d-0000-4000-8000-000000000000"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock:mock"
    invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:mock:mock/invocations"
  }
}

mock_resource "aws_lambda_event_source_mapping" {
  defaults = {
    arn           = "arn:aws:lambda:eu-central-1:111122223333:event-source-mapping:0a1b2c3d-0000-4000-8000-000000000000"
    function_arn  = "arn:aws:lambda:eu-central-1:111122223333:function:mock"
    id            = "0a1b2c3d-0000-4000-8000-000000000000"
    last_modified = "2024-01-01T00:00:00Z"
    uuid          = "0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn                  = "arn:aws:lambda:eu-central-1:111122223333:function:mock"
    invoke_arn           = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:mock/invocations"
    last_modified        = "2024-01-01T00:00:00Z"
    qualified_arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock:1"
    qualified_invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:mock:1/invocations"
    version              = "1"
  }
}

mock_resource "aws_lambda_layer_version" {
  defaults = {
    arn          = "arn:aws:lambda:eu-central-1:111122223333:layer:mock:1"
    created_date = "2024-01-01T00:00:00Z"
    id           = "arn:aws:lambda:eu-central-1:111122223333:layer:mock:1"
    layer_arn    = "arn:aws:lambda:eu-central-1:111122223333:layer:mock"
    version      = "1"
  }
}

mock_resource "aws_launch_template" {
  defaults = {
    arn = "arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-0123456789abcdef0"
    id  = "lt-0123456789abcdef0"
  }
}

mock_resource "aws_lb" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/mock/0123456789abcdef"
    arn_suffix = "app/mock/0123456789abcdef"
    dns_name   = "mock-0123456789.eu-central-1.elb.amazonaws.com"
    id         = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/mock/0123456789abcdef"
    zone_id    = "Z215JYRZR1TBD5"
  }
}

mock_resource "aws_lb_listener" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/mock/0123456789abcdef/0123456789abcdef"
    id  = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/mock/0123456789abcdef/0123456789abcdef"
  }
}

mock_resource "aws_lb_target_group" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/mock/0123456789abcdef"
    arn_suffix = "targetgroup/mock/0123456789abcdef"
    id         = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/mock/0123456789abcdef"
  }
}

mock_resource "aws_msk_cluster" {
  defaults = {
    arn          = "arn:aws:kafka:eu-central-1:111122223333:cluster/mock/0a1b2c3d-0000-4000-8000-000000000000-1"
    cluster_uuid = "0a1b2c3d-0000-4000-8000-000000000000-1"
    id           = "arn:aws:kafka:eu-central-1:111122223333:cluster/mock/0a1b2c3d-0000-4000-8000-000000000000-1"
  }
}

mock_resource "aws_network_acl" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:network-acl/acl-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_resource "aws_network_interface" {
  defaults = {
    arn        = "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-0123456789abcdef0"
    owner_id   = "111122223333"
    private_ip = "10.0.0.10"
  }
}

mock_resource "aws_opensearch_domain" {
  defaults = {
    access_policies = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    arn             = "arn:aws:es:eu-central-1:111122223333:domain/mock"
    endpoint        = "search-mock.eu-central-1.es.amazonaws.com"
    id              = "arn:aws:es:eu-central-1:111122223333:domain/mock"
  }
}

mock_resource "aws_rds_cluster" {
  defaults = {
    arn                             = "arn:aws:rds:eu-central-1:111122223333:cluster:mock"
    endpoint                        = "mock.cluster.eu-central-1.rds.amazonaws.com"
    hosted_zone_id                  = "Z0123456789ABCDEFGHIJ"
    kms_key_id                      = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    master_user_secret              = [{ kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000", secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf", secret_status = "active" }]
    master_user_secret_kms_key_id   = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    performance_insights_kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    reader_endpoint                 = "mock.cluster-ro.eu-central-1.rds.amazonaws.com"
  }
}

mock_resource "aws_rds_cluster_instance" {
  defaults = {
    arn                             = "arn:aws:rds:eu-central-1:111122223333:db:mock"
    availability_zone               = "eu-central-1a"
    endpoint                        = "mock.eu-central-1.rds.amazonaws.com"
    kms_key_id                      = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    performance_insights_kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_resource "aws_route53_zone" {
  defaults = {
    arn                 = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
    name_servers        = ["ns-1.awsdns-00.org", "ns-2.awsdns-00.co.uk", "ns-3.awsdns-00.net"]
    primary_name_server = "ns-1.awsdns-00.org"
    zone_id             = "Z0123456789ABCDEFGHIJ"
  }
}

mock_resource "aws_route_table" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_resource "aws_s3_access_point" {
  defaults = {
    account_id        = "111122223333"
    arn               = "arn:aws:s3:eu-central-1:111122223333:accesspoint/mock"
    bucket_account_id = "111122223333"
    policy            = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn                         = "arn:aws:s3:::mock"
    bucket_domain_name          = "mock.s3.amazonaws.com"
    bucket_regional_domain_name = "mock.s3.eu-central-1.amazonaws.com"
    hosted_zone_id              = "Z21DNDUVLTQW6Q"
    region                      = "eu-central-1"
  }
}

mock_resource "aws_scheduler_schedule" {
  defaults = {
    arn = "arn:aws:scheduler:eu-central-1:111122223333:schedule/default/mock"
  }
}

mock_resource "aws_scheduler_schedule_group" {
  defaults = {
    arn                    = "arn:aws:scheduler:eu-central-1:111122223333:schedule-group/mock"
    creation_date          = "2024-01-01T00:00:00Z"
    last_modification_date = "2024-01-01T00:00:00Z"
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn    = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
    id     = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_secretsmanager_secret_version" {
  defaults = {
    arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
  }
}

mock_resource "aws_security_group" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_resource "aws_service_discovery_private_dns_namespace" {
  defaults = {
    arn = "arn:aws:servicediscovery:eu-central-1:111122223333:namespace/ns-mock"
  }
}

mock_resource "aws_service_discovery_service" {
  defaults = {
    arn = "arn:aws:servicediscovery:eu-central-1:111122223333:service/srv-mock"
  }
}

mock_resource "aws_sfn_state_machine" {
  defaults = {
    arn                       = "arn:aws:states:eu-central-1:111122223333:stateMachine:mock"
    creation_date             = "2024-01-01T00:00:00Z"
    id                        = "arn:aws:states:eu-central-1:111122223333:stateMachine:mock"
    state_machine_version_arn = "arn:aws:states:eu-central-1:111122223333:stateMachine:mock:1"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn    = "arn:aws:sns:eu-central-1:111122223333:mock"
    id     = "arn:aws:sns:eu-central-1:111122223333:mock"
    owner  = "111122223333"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_resource "aws_sns_topic_subscription" {
  defaults = {
    arn      = "arn:aws:sns:eu-central-1:111122223333:mock:0a1b2c3d-0000-4000-8000-000000000000"
    id       = "arn:aws:sns:eu-central-1:111122223333:mock:0a1b2c3d-0000-4000-8000-000000000000"
    owner_id = "111122223333"
  }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn                  = "arn:aws:sqs:eu-central-1:111122223333:mock"
    id                   = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock"
    policy               = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    redrive_allow_policy = "{}"
    redrive_policy       = "{}"
    url                  = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock"
  }
}

mock_resource "aws_ssm_parameter" {
  defaults = {
    arn = "arn:aws:ssm:eu-central-1:111122223333:parameter/mock"
  }
}

mock_resource "aws_subnet" {
  defaults = {
    arn                  = "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0123456789abcdef0"
    availability_zone    = "eu-central-1a"
    availability_zone_id = "euc1-az2"
    owner_id             = "111122223333"
  }
}

mock_resource "aws_vpc" {
  defaults = {
    arn             = "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0123456789abcdef0"
    cidr_block      = "10.0.0.0/16"
    ipv6_cidr_block = "2001:db8:1234:1a00::/56"
    owner_id        = "111122223333"
  }
}

mock_resource "aws_vpc_endpoint" {
  defaults = {
    arn            = "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0"
    owner_id       = "111122223333"
    policy         = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    service_region = "eu-central-1"
  }
}

mock_resource "aws_vpc_security_group_egress_rule" {
  defaults = {
    arn = "arn:aws:ec2:eu-central-1:111122223333:security-group-rule/sgr-0123456789abcdef0"
  }
}

mock_resource "aws_vpc_security_group_ingress_rule" {
  defaults = {
    arn = "arn:aws:ec2:eu-central-1:111122223333:security-group-rule/sgr-0123456789abcdef0"
  }
}

mock_resource "aws_wafv2_ip_set" {
  defaults = {
    arn = "arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/mock/0a1b2c3d-0000-4000-8000-000000000000"
  }
}
