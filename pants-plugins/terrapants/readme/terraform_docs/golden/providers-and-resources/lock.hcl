provider "registry.terraform.io/hashicorp/http" {
  version = "3.4.5"
}

provider "registry.terraform.io/x/unused" {
  version = "9"
}
