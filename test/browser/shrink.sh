#!/usr/bin/env bash
# Makes pictures small enough for documents: bash test/browser/shrink.sh FOLDER (needs ImageMagick).
# Panels have few colours, so that a palette of 64 shows no difference and takes a third of the space.
set -euo pipefail

for picture in "$1"/*.png; do
  convert "$picture" -dither None -colors 64 -define png:compression-level=9 "PNG8:$picture"
done
