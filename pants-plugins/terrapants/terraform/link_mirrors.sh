# usage: bash link_mirrors.sh DIRECTORY MIRROR…
# Links the mirrors into DIRECTORY/mirrors/<key>/0, 1, … and prints, a line each:
# `key <key>`, `provider <host>/<namespace>/<type> <version>`, `missing <mirror>`, or
# `writable <place>`: Terraform would run programs that everyone can replace.
# The key follows from what the mirrors hold (names and sizes), not from where they are.
set -euo pipefail
shopt -s nullglob
directory=$1
shift

# Prints a place in a directory, or above it, that everyone can write to. In a directory with the
# sticky bit, such as /tmp, others cannot replace what is there.
find_writable() {
  local place
  find -L "$1" ! -type l -perm -0002 -print 2>/dev/null
  for place in "$1" "$(cd -P -- "$1" && pwd)"; do
    while [[ $place == */* ]]; do
      place=${place%/*}
      find -L "${place:-/}" -prune -perm -0002 ! -perm -1000 -print
    done
  done
}

refuse_writable() {
  local places
  places=$(find_writable "$1") || true
  if [[ -n $places ]]; then
    echo "writable ${places%%$'\n'*}"
    exit 0
  fi
}

listing=""
for mirror in "$@"; do
  if [[ ! -d $mirror ]]; then
    echo "missing $mirror"
    exit 0
  fi
  refuse_writable "$mirror"
  listing+="mirror"$'\n'
  # Unpacked (…/<version>/<os_arch>/) and packed (…/<type>/terraform-provider-*.zip).
  for package in "$mirror"/*/*/*/*/*/ "$mirror"/*/*/*/*.zip; do
    [[ ! -L ${package%/} || ! -d $package ]] || refuse_writable "${package%/}"
    package=${package#"$mirror"/}
    # shellcheck disable=SC2012 # what `ls` says of odd names is only compared
    listing+="${package%/} $(cd -- "$mirror" && ls -ln "$package" | awk '{ print $5, $9 }')"$'\n'
    IFS=/ read -r host namespace type version _ <<<"$package"
    if [[ $version == *.zip ]]; then
      version=${version#terraform-provider-"$type"_}
      version=${version%%_*}
    fi
    echo "provider $host/$namespace/$type $version"
  done
done

read -r checksum length _ < <(cksum <<<"$listing")
key="$checksum-$length"
echo "key $key"
mkdir -p "$directory/mirrors/$key" "$directory/store/$key"
index=0
for mirror in "$@"; do
  link="$directory/mirrors/$key/$index"
  if [[ $(readlink "$link" || true) != "$mirror" ]]; then
    ln -sfn "$mirror" "$link"
  fi
  index=$((index + 1))
done
