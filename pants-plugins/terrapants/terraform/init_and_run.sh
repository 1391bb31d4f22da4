# usage: bash init_and_run.sh TERRAFORM MODULE STORE INIT_ARGUMENT… -- COMMAND [ARGUMENT…]
# Runs `terraform init`, then another Terraform command, in the directory MODULE of this sandbox.
# Both in one process: what `init` installs are links, which would dangle on another machine.
# With `-json`, a line {"type":"terrapants_init","exit_code":N} stands between their outputs.
set -u
root=$PWD
terraform=$root/$1
module=$2
store=$root/$3
shift 3
init_arguments=(-input=false -no-color)
while [[ $# -gt 0 && $1 != -- ]]; do
  init_arguments+=("$1")
  shift
done
shift

template=$(<"$root/.terrapants/terraform.rc")
# Quoted, because Bash 5.2 replaces a bare `&` in it by what matched.
configuration=${template//@ROOT@/"$root"}
printf '%s\n' "$configuration" >"$root/.terrapants/cli.tfrc"
export TF_CLI_CONFIG_FILE="$root/.terrapants/cli.tfrc"
export HOME="${HOME:-$root/.terrapants}"
export TMPDIR="$root/.terrapants/tmp"
mkdir -p "$store" "$TMPDIR"

cd -- "$module" || exit 1
"$terraform" init "${init_arguments[@]}"
code=$?
[[ " $* " != *" -json "* ]] || echo "{\"type\":\"terrapants_init\",\"exit_code\":$code}"
[[ $code -eq 0 ]] || exit "$code"

# Keep downloaded providers for later runs. Each package gets a place of its own, and only a
# finished one is linked into the store, so that neither concurrent nor killed runs can break it.
# What a mirror supplied is a link already. The cache is a link too: links into it name its target.
cache=$(cd -P -- "$root/.terrapants/providers" && pwd)
for package in .terraform/providers/*/*/*/*/*; do
  name=${package#.terraform/providers/}
  if [[ -d $package && ! -L $package && ! -e $store/$name ]]; then
    mkdir -p "$store/${name%/*}"
    find "$cache" -maxdepth 1 -name 'partial.*' -mtime +0 -exec rm -rf {} + # of killed runs
    place=$(mktemp -d "$cache/partial.XXXXXX") || continue
    finished=${place/partial/package}
    if cp -R "$package" "$place/package" && mv "$place" "$finished" &&
      ln -sn "$finished/package" "$store/$name" 2>/dev/null; then
      rm -rf "$package" && ln -s "$finished/package" "$package"
    else
      rm -rf "$place" "$finished" # another run was first
    fi
  fi
done

exec "$terraform" "$@"
