module "local" {
  source = "./m"
}

module "registry" {
  source  = "a/b/c"
  version = "1.2"
}

module "git" {
  source = "git::https://example.com/m?ref=v1"
}

module "git_and_version" {
  source  = "x?ref=v1"
  version = "2"
}

module "empty_ref" {
  source = "x?ref="
}

module "ref_after_depth" {
  source = "x//y?depth=1&ref=v1"
}

module "interpolated" {
  source  = "./modules/${var.x}"
  version = "~> ${1}.0"
}

module "interpolated_ref" {
  source = "x/${local.y}?ref=${var.v}"
}

module "interpolated_quotes" {
  source = "${path.module}/a\"b"
}

module "without_source" {
}

module "only_interpolated" {
  source = "${var.x}"
}
