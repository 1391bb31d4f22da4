# usage: bash fetch_module.sh TERRAFORM
# Lets Terraform fetch the modules of the configuration in this directory, below .terraform/modules.
# Prints its manifest on one line, and then a line for each git repository among them:
# `<key> <commit> <branch, or -> <tag>…`.
# What is left is the same on each machine: no manifest, and nothing of a version control system.
set -eu
root=$PWD
terraform=$root/$1
export TF_CLI_CONFIG_FILE="$root/.terrapants/cli.tfrc"
export HOME="${HOME:-$root/.terrapants}"
export TMPDIR="$root/.terrapants/tmp"
export GIT_TERMINAL_PROMPT="${GIT_TERMINAL_PROMPT:-0}" # nobody would see it
trap '[[ $? -eq 0 ]] || rm -rf "$root/.terraform"' EXIT
mkdir -p "$TMPDIR"
: >"$TF_CLI_CONFIG_FILE"

"$terraform" get -no-color >&2
cd .terraform/modules
tr -d '\n' <modules.json
echo
for repository in */.git; do
  if [[ -e $repository ]]; then
    module=${repository%/.git}
    commit=$(git -C "$module" rev-parse HEAD) || continue
    branch=$(git -C "$module" symbolic-ref -q --short HEAD) || branch=-
    tags=$(git -C "$module" tag --points-at HEAD)
    echo "$module $commit $branch ${tags//$'\n'/ }"
  fi
done
rm modules.json
find . \( -name .git -o -name .hg \) -prune -exec rm -rf {} +
# Pants cannot keep a file whose name is not UTF-8.
find . | iconv -f UTF-8 -t UTF-8 >/dev/null
