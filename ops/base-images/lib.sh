# Shared by the scripts of this folder: where Debian comes from, and how a root file system becomes an image.
# shellcheck shell=bash
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
engine=$repository/bin/podman-engine

say() { printf 'base-images: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

for part in mmdebstrap podman; do
  command -v "$part" >/dev/null || fail "$part isn't installed. On Debian: apt-get install mmdebstrap podman runc netavark aardvark-dns iptables"
done

# The mirror that this machine's own apt uses for its release.
# shellcheck disable=SC2016 # apt fills these in
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
[ -n "$mirror" ] || fail "apt knows no mirror for bookworm; run apt-get update, on Debian 12"

has_image() { "$engine" run image exists "$1"; }

# More arguments for mmdebstrap, if a script needs some.
import_hooks=()

# import_debian SUITE PACKAGES TAG [CHANGE…]: a Debian system with these packages, tagged as the official image that it stands in for.
import_debian() {
  local suite=$1 packages=$2 tag=$3
  shift 3
  local changes=() change
  for change in "$@"; do changes+=(--change "$change"); done
  say "making $tag of Debian $suite with ${packages}"
  # Documentation and locales aren't needed; the empty man folders are, by the JDK's own post-install script.
  mmdebstrap --variant=minbase --mode=root --include="$packages" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    "${import_hooks[@]}" "$suite" - "$mirror" 2>"$(log_of "$tag")" |
    "$engine" run import "${changes[@]}" --change "LABEL io.tallyman.stand-in=true" - "$tag" >/dev/null ||
    fail "couldn't make $tag; see $(log_of "$tag")"
}

log_of() {
  local folder=${TMPDIR:-/tmp}/tallyman-base-images
  mkdir -p "$folder"
  printf '%s/%s.log\n' "$folder" "${1//[^a-z0-9.]/-}"
}
