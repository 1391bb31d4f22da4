output "plain" {
  description = "plain"
}

output "underscore" {
  description = "a_b"
}

output "code" {
  description = "`a_b` and a_b"
}

output "emphasis_at_the_start" {
  description = "_emphasis_ at the start"
}

output "emphasis_inside" {
  description = "an _emphasised word_ inside"
}

output "leading_underscores" {
  description = "__ leading"
}

output "pipe" {
  description = "a | b"
}

output "pipe_in_code" {
  description = "`a | b` | c"
}

output "two_lines" {
  description = "one\ntwo"
}

output "blank_line" {
  description = "one\n\ntwo"
}

output "list" {
  description = "one\n- two\n- three"
}

output "starred_list" {
  description = "* a\n* b"
}

output "line_break" {
  description = "one  \ntwo"
}

output "trimmed" {
  description = "  trimmed \n"
}

output "html" {
  description = "<b>html</b> & co"
}

output "unicode" {
  description = "emoji 🚀 é"
}

output "templates" {
  description = "$${var.a_b} %%{ if x }"
}

output "url" {
  description = "see https://example.com/a_b_c here_"
}

output "single_backtick" {
  description = "a single ` backtick_"
}

output "code_block" {
  description = "a\n```\ncode_x | y\n  z\n```\nb"
}

output "code_block_on_a_line" {
  description = "```one_line```"
}
