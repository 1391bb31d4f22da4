# usage: bash init_and_run.sh TERRAFORM MODULE STORE INIT_ARGUMENT… -- COMMAND [ARGUMENT…]
# Runs `terraform init`, then another Terraform command, in the directory MODULE of this sandbox.
# Both in one process: what `init` installs are links, which would dangle on another machine.
# With `-json`, a line {"type":"terrapants_init","exit_code":N} stands between their outputs.
# Where the sandbox has a request for it, the providers are those of the provider pool. If that is not
# prepared, this says so and ends before it does anything.
# Where it has a script for that, the script runs the command: bash run_command.sh ROOT COMMAND…
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
# Providers listen on $TMPDIR/plugin4294967295, and a path of a socket has 103 bytes at most (macOS).
# In a longer directory they end at once, and Terraform says only that it could not read their output.
fits_sockets() {
  local LC_ALL=C # counts bytes
  [[ ${#TMPDIR} -le 86 ]]
}
fits_sockets || TMPDIR=/tmp

command=" $* "
cd -- "$module" || exit 1

# Writes a line for whoever reads the output: {"type":"terrapants_pool","used":true}, or with a
# problem, and then what was written before it does not count.
report_pool() {
  [[ $command != *" -json "* ]] || echo "{\"type\":\"terrapants_pool\",$1}"
}

report_pool_problem() {
  report_pool "\"problem\":\"$(tail -n 1 | tr -d '"\\[:cntrl:]')\""
}

# Sets pool_pid and TF_REATTACH_PROVIDERS, if providers can be shared.
ask_pool() {
  local pool=$root/.terrapants/providers/pool python client settings answer
  pool_pid=""
  [[ -f $root/.terrapants/pool_request.json && -z ${TF_REATTACH_PROVIDERS:-} ]] || return
  # Each Pants has a file of its own there; this process is a child of it.
  [[ -r $pool/clients/$PPID ]] || return
  if [[ $(<"$pool/clients/$PPID") == unprepared ]]; then
    echo '{"type":"terrapants_pool","wanted":true}' # and nothing else: this process is run again
    exit 75
  fi
  { IFS= read -r python && IFS= read -r client && IFS= read -r settings; } \
    <"$pool/clients/$PPID" || return
  answer=$("$python" -I -S "$client" --pool "$pool" --root "$root" --module "$module" \
    --terraform "$terraform" --pid $$ --settings "$settings" --store "$store" \
    -- "${init_arguments[@]}" 2>"$root/.terrapants/pool_problem")
  case $? in
    0)
      pool_pid=${answer%%$'\n'*}
      export TF_REATTACH_PROVIDERS=${answer#*$'\n'}
      report_pool '"used":true'
      ;;
    3) ;; # The ordinary way shows what is wrong.
    *)
      report_pool_problem <"$root/.terrapants/pool_problem"
      ;;
  esac
}

initialise() {
  local code
  "$terraform" init "${init_arguments[@]}"
  code=$?
  [[ $command != *" -json "* ]] || echo "{\"type\":\"terrapants_init\",\"exit_code\":$code}"
  return "$code"
}

# A process that nobody has waited for yet still has its number.
is_alive() {
  kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

ask_pool
if [[ -n $pool_pid ]]; then
  (
    # Without whole schemas Terraform is small; collecting garbage took a fifth of its time.
    export GOGC=${GOGC:-400} GOMEMLIMIT=${GOMEMLIMIT:-512MiB}
    initialise && exec "$terraform" "$@"
  )
  code=$?
  # A process that the pool failed under cannot end well.
  [[ $code -ne 0 ]] || exit 0
  [[ -e $root/.terrapants/pool_fault ]] || ! is_alive "$pool_pid" || exit "$code"
  ended="The provider pool ended, and what used it ran again without it."
  { cat "$root/.terrapants/pool_fault" 2>/dev/null || echo "$ended"; } | report_pool_problem
  unset TF_REATTACH_PROVIDERS
fi

initialise || exit

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

runner=$root/.terrapants/run_command.sh
[[ ! -f $runner ]] || exec "$BASH" "$runner" "$root" "$terraform" "$@"
exec "$terraform" "$@"
