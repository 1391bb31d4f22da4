# Written by build-support/mock_defaults from the schema of the AWS provider. Do not edit it:
# change the catalogue there and run it again. See docs/writing/mocks.md.

mock_data "aws_acm_certificate" {
  defaults = {
    arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
    id  = "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_availability_zones" {
  defaults = {
    group_names = ["eu-central-1"]
    names       = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
    zone_ids    = ["euc1-az2", "euc1-az3", "euc1-az1"]
  }
}

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "111122223333"
    arn        = "arn:aws:iam::111122223333:user/mock"
    id         = "111122223333"
    user_id    = "AIDACKCEVSQ6C2EXAMPLE"
  }
}

mock_data "aws_cloudwatch_log_group" {
  defaults = {
    arn        = "arn:aws:logs:eu-central-1:111122223333:log-group:mock"
    kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_db_instance" {
  defaults = {
    address           = "mock.eu-central-1.rds.amazonaws.com"
    availability_zone = "eu-central-1a"
    db_instance_arn   = "arn:aws:rds:eu-central-1:111122223333:db:mock"
    endpoint          = "mock.eu-central-1.rds.amazonaws.com:5432"
    hosted_zone_id    = "Z0123456789ABCDEFGHIJ"
    kms_key_id        = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_dynamodb_table" {
  defaults = {
    arn          = "arn:aws:dynamodb:eu-central-1:111122223333:table/mock"
    stream_arn   = "arn:aws:dynamodb:eu-central-1:111122223333:table/mock/stream/2024-01-01T00:00:00.000"
    stream_label = "2024-01-01T00:00:00.000"
  }
}

mock_data "aws_ecr_repository" {
  defaults = {
    arn            = "arn:aws:ecr:eu-central-1:111122223333:repository/mock"
    registry_id    = "111122223333"
    repository_url = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mock"
  }
}

mock_data "aws_ecs_cluster" {
  defaults = {
    arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/mock"
    id  = "arn:aws:ecs:eu-central-1:111122223333:cluster/mock"
  }
}

mock_data "aws_efs_file_system" {
  defaults = {
    arn                    = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0"
    availability_zone_id   = "euc1-az2"
    availability_zone_name = "eu-central-1a"
    kms_key_id             = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_eks_cluster" {
  defaults = {
    arn                   = "arn:aws:eks:eu-central-1:111122223333:cluster/mock"
    certificate_authority = [{ data = "bW9jaw==" }]
    created_at            = "2024-01-01T00:00:00Z"
    endpoint              = "https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com"
    identity              = [{ oidc = [{ issuer = "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }] }]
    role_arn              = "arn:aws:iam::111122223333:role/mock"
  }
}

mock_data "aws_elb_service_account" {
  defaults = {
    arn = "arn:aws:iam::054676820928:root"
    id  = "054676820928"
  }
}

mock_data "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  }
}

mock_data "aws_iam_policy" {
  defaults = {
    arn    = "arn:aws:iam::111122223333:policy/mock"
    id     = "arn:aws:iam::111122223333:policy/mock"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_data "aws_iam_policy_document" {
  defaults = {
    json          = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    minified_json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_data "aws_iam_role" {
  defaults = {
    arn                = "arn:aws:iam::111122223333:role/mock"
    assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    create_date        = "2024-01-01T00:00:00Z"
  }
}

mock_data "aws_iam_session_context" {
  defaults = {
    issuer_arn = "arn:aws:iam::111122223333:role/mock"
  }
}

mock_data "aws_internet_gateway" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:internet-gateway/igw-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_data "aws_kinesis_stream" {
  defaults = {
    arn        = "arn:aws:kinesis:eu-central-1:111122223333:stream/mock"
    id         = "arn:aws:kinesis:eu-central-1:111122223333:stream/mock"
    kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_kms_alias" {
  defaults = {
    arn            = "arn:aws:kms:eu-central-1:111122223333:alias/mock"
    target_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    target_key_id  = "0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_kms_key" {
  defaults = {
    arn            = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    aws_account_id = "111122223333"
    creation_date  = "2024-01-01T00:00:00Z"
    id             = "0a1b2c3d-0000-4000-8000-000000000000"
  }
}

mock_data "aws_lambda_function" {
  defaults = {
    arn                  = "arn:aws:lambda:eu-central-1:111122223333:function:mock"
    invoke_arn           = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:mock/invocations"
    kms_key_arn          = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    last_modified        = "2024-01-01T00:00:00Z"
    qualified_arn        = "arn:aws:lambda:eu-central-1:111122223333:function:mock:1"
    qualified_invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:mock:1/invocations"
    version              = "1"
  }
}

mock_data "aws_launch_template" {
  defaults = {
    arn = "arn:aws:ec2:eu-central-1:111122223333:launch-template/lt-0123456789abcdef0"
    id  = "lt-0123456789abcdef0"
  }
}

mock_data "aws_lb" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/mock/0123456789abcdef"
    arn_suffix = "app/mock/0123456789abcdef"
    dns_name   = "mock-0123456789.eu-central-1.elb.amazonaws.com"
    zone_id    = "Z215JYRZR1TBD5"
  }
}

mock_data "aws_lb_listener" {
  defaults = {
    arn               = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/mock/0123456789abcdef/0123456789abcdef"
    certificate_arn   = "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
    load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/mock/0123456789abcdef"
  }
}

mock_data "aws_lb_target_group" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/mock/0123456789abcdef"
    arn_suffix = "targetgroup/mock/0123456789abcdef"
  }
}

mock_data "aws_organizations_organization" {
  defaults = {
    arn                = "arn:aws:organizations::111122223333:organization/o-0123456789"
    id                 = "o-0123456789"
    master_account_arn = "arn:aws:organizations::111122223333:account/o-0123456789/111122223333"
    master_account_id  = "111122223333"
  }
}

mock_data "aws_partition" {
  defaults = {
    dns_suffix         = "amazonaws.com"
    id                 = "aws"
    partition          = "aws"
    reverse_dns_prefix = "com.amazonaws"
  }
}

mock_data "aws_rds_cluster" {
  defaults = {
    arn             = "arn:aws:rds:eu-central-1:111122223333:cluster:mock"
    endpoint        = "mock.cluster.eu-central-1.rds.amazonaws.com"
    hosted_zone_id  = "Z0123456789ABCDEFGHIJ"
    kms_key_id      = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    reader_endpoint = "mock.cluster-ro.eu-central-1.rds.amazonaws.com"
  }
}

mock_data "aws_region" {
  defaults = {
    description = "Europe (Frankfurt)"
    endpoint    = "ec2.eu-central-1.amazonaws.com"
    id          = "eu-central-1"
    name        = "eu-central-1"
  }
}

mock_data "aws_route53_zone" {
  defaults = {
    arn                 = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
    name_servers        = ["ns-1.awsdns-00.org", "ns-2.awsdns-00.co.uk", "ns-3.awsdns-00.net"]
    primary_name_server = "ns-1.awsdns-00.org"
    zone_id             = "Z0123456789ABCDEFGHIJ"
  }
}

mock_data "aws_route_table" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:route-table/rtb-0123456789abcdef0"
    owner_id = "111122223333"
  }
}

mock_data "aws_s3_bucket" {
  defaults = {
    arn                         = "arn:aws:s3:::mock"
    bucket_domain_name          = "mock.s3.amazonaws.com"
    bucket_regional_domain_name = "mock.s3.eu-central-1.amazonaws.com"
    hosted_zone_id              = "Z21DNDUVLTQW6Q"
    region                      = "eu-central-1"
  }
}

mock_data "aws_secretsmanager_secret" {
  defaults = {
    arn               = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
    created_date      = "2024-01-01T00:00:00Z"
    id                = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
    kms_key_id        = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    last_changed_date = "2024-01-01T00:00:00Z"
    policy            = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_data "aws_secretsmanager_secret_version" {
  defaults = {
    arn           = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mock-AbCdEf"
    created_date  = "2024-01-01T00:00:00Z"
    secret_string = "{}"
  }
}

mock_data "aws_security_group" {
  defaults = {
    arn = "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0123456789abcdef0"
  }
}

mock_data "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:eu-central-1:111122223333:mock"
    id  = "arn:aws:sns:eu-central-1:111122223333:mock"
  }
}

mock_data "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:mock"
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/mock"
  }
}

mock_data "aws_ssm_parameter" {
  defaults = {
    arn = "arn:aws:ssm:eu-central-1:111122223333:parameter/mock"
  }
}

mock_data "aws_subnet" {
  defaults = {
    arn                  = "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0123456789abcdef0"
    availability_zone    = "eu-central-1a"
    availability_zone_id = "euc1-az2"
    cidr_block           = "10.0.0.0/16"
    ipv6_cidr_block      = "2001:db8:1234:1a00::/56"
    owner_id             = "111122223333"
  }
}

mock_data "aws_subnets" {
  defaults = {
    ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

mock_data "aws_vpc" {
  defaults = {
    arn             = "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0123456789abcdef0"
    cidr_block      = "10.0.0.0/16"
    ipv6_cidr_block = "2001:db8:1234:1a00::/56"
    owner_id        = "111122223333"
  }
}

mock_data "aws_vpc_endpoint" {
  defaults = {
    arn      = "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0"
    owner_id = "111122223333"
    policy   = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}
