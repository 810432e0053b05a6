#!/usr/bin/env bash
# Makes the pictures of docs/pictures that pictures.json lists, of the pages of dist/lstm_toolkit (or --app FOLDER):
# bash test/browser/pictures.sh [PICTURE…]. Without names it makes all. ImageMagick cuts them and makes them small.
# A page with faults is drawn all the same, and the status is 1.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target="$here/../../docs/pictures"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mkdir -p "$target"

options=()
if [ "${1:-}" = --app ]; then
  options=(--app "$2")
  shift 2
fi

rows=$(node -e '
  const rows = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
  for (const { picture, page, theme = "light", form = "-", height } of rows) {
    console.log(picture, page, theme, form, height);
  }' "$here/pictures.json")

faulty=0
while read -r picture page theme form height; do
  if [ "$#" -gt 0 ] && [[ " $* " != *" $picture "* ]]; then continue; fi
  query=()
  [ "$form" = - ] || query=(--form "$form")
  bash "$here/run.sh" --page "$page" --theme "$theme" --pictures "$work" "${query[@]}" "${options[@]}" </dev/null ||
    faulty=1
  [ -e "$work/$page-$theme.png" ] || continue
  convert "$work/$page-$theme.png" -crop "x$height+0+0" +repage -resize 1000x +dither -colors 64 -strip \
    -define png:compression-level=9 "$target/$picture"
done <<<"$rows"
exit "$faulty"
