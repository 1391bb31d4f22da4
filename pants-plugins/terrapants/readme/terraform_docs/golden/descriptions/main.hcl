output "none" {}

output "own" {
  description = "D"
}

# C
output "own_and_comment" {
  description = "D"
}

# C
output "empty_and_comment" {
  description = ""
}

# one
# two
output "two_lines" {}

// one
//two
output "slashes" {}

# far

# near
output "nearest" {}

# far

output "far" {}

  # indented
output "indented" {}

/* block */
output "block" {}

## two marks
output "two_marks" {}

output "heredoc" {
  description = <<EOT
a

b
EOT
}
