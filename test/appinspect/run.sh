#!/usr/bin/env bash
# Runs Splunk AppInspect on the package: npm run appinspect [-- <package.tgz>]
# Without an argument the package is made first. Node.js comes from npm, which puts it into PATH.
set -euo pipefail

version=4.3.1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lstm-toolkit-appinspect
reports=$(mktemp -d)
trap 'rm -r "$reports"' EXIT

say_and_stop() {
  echo "$1" >&2
  exit 1
}

# AppInspect's own message for a missing libmagic is an ImportError.
if ! ldconfig -p | grep -q 'libmagic\.so\.1'; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say_and_stop 'AppInspect needs libmagic: install libmagic1 (Debian) or file-libs (Red Hat).'
  fi
  { apt-get update -qq && apt-get install -y -qq libmagic1; } >/dev/null
fi

if ! "$venv/bin/pip" show splunk-appinspect 2>/dev/null | grep -qx "Version: $version"; then
  command -v python3 >/dev/null || say_and_stop 'AppInspect needs Python 3: install python3 and python3-venv.'
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "splunk-appinspect==$version"
fi

package=${1:-}
if [ -z "$package" ]; then
  cd "$root"
  node build.mjs package
  package=$root/dist/lstm_toolkit-$(node --print 'require("./package.json").version').tgz
fi

# aarch64_compatibility refuses any x86-64 binary; the README says that the package is for x86-64.
inspect() {
  local report=$reports/$1.json
  shift
  # The exit status says that there are warnings, too: the reports are what is judged.
  "$venv/bin/splunk-appinspect" inspect "$package" --mode precert --ci \
    --skip-trusted-libraries-update --max-messages all \
    "$@" --excluded-tags aarch64_compatibility \
    --data-format json --output-file "$report" >"$reports/output" 2>&1 || true
  [ -s "$report" ] || { cat "$reports/output" >&2; say_and_stop 'AppInspect wrote no report.'; }
}

inspect all
for tag in cloud private_victoria private_classic; do
  inspect "$tag" --included-tags "$tag"
done

node "$here/check-reports.ts" "$reports"/{all,cloud,private_victoria,private_classic}.json
