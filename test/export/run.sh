#!/usr/bin/env bash
# Loads exported models and event files in the programs that they are for: npm run exports
# Keras (on JAX, its smallest backend), onnxruntime and TensorBoard come from PyPI. Node.js comes
# from npm, which puts it into PATH, and the app must be built.
set -euo pipefail

packages=(keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 h5py==3.16.0 numpy==2.4.6 onnxruntime==1.32.0 tensorboard==2.21.0)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lstm-toolkit-exports
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

if [ "$(cat "$venv/packages" 2>/dev/null)" != "${packages[*]}" ]; then
  command -v python3 >/dev/null || { echo 'The exports need Python 3.11 or later: install python3 and python3-venv.' >&2; exit 1; }
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
  echo "${packages[*]}" >"$venv/packages"
fi

node "$here/write-cases.ts" "$folder"
"$venv/bin/python" "$here/check.py" "$folder"
