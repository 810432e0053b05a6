#!/usr/bin/env bash
# Opens the app's pages in a browser: npm run browser [-- --page VIEW --theme dark --pictures FOLDER], or
# npm run pages for a person. Node.js comes from npm, which puts it into PATH.
#
# Splunk's packages go to a cache outside of the project, and so does the bundle that is made of them: some of
# their files may be used to test, but not be passed on.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lock=$(sha256sum "$here/package-lock.json" | cut -c1-12)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lstm-toolkit-browser/$lock

say_and_stop() {
  echo "$1" >&2
  exit 1
}

if [ ! -e "$cache/installed" ]; then
  mkdir -p "$cache"
  cp "$here/package.json" "$here/package-lock.json" "$cache/"
  npm ci --prefix "$cache" --ignore-scripts --no-audit --no-fund
  touch "$cache/installed"
fi
[ "$(readlink "$here/node_modules")" = "$cache/node_modules" ] ||
  ln -sfn "$cache/node_modules" "$here/node_modules"

page=$(cat "$here"/page/* "$here/bundle.mjs" | sha256sum | cut -c1-12)
if [ ! -e "$cache/bundle-$page/page.js" ]; then
  made=$(mktemp -d "$cache/bundle.XXXXXX")
  node "$here/bundle.mjs" "$made"
  # Another run may have been faster.
  mv -T "$made" "$cache/bundle-$page" 2>/dev/null || rm -r "$made"
fi

browser=
for name in chromium chromium-browser google-chrome; do
  browser=${browser:-$(command -v "$name" || true)}
done
if [ -z "$browser" ] && [[ " $* " != *' --serve '* ]]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say_and_stop 'There is no Chromium: install the package chromium (Debian, Fedora) or Google Chrome.'
  fi
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null
  browser=$(command -v chromium)
fi

exec node "$here/browser.ts" --bundle "$cache/bundle-$page" --chromium "${browser:-none}" "$@"
