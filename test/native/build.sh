#!/usr/bin/env bash
# Builds what the TensorFlow engine loads: npm run native, or test/native/build.sh [<folder>]
#
# tfjs-node's own installer fetches libtensorflow from a host that many networks refuse. This takes
# everything from package registries: tfjs-node's sources and Node.js' headers from npm, TensorFlow's
# libraries and headers from PyPI. It needs g++, binutils and Python 3 with venv; Linux x86-64 only.
#
# <folder>/tensorflow/ is what `npm run package -- --engine tensorflow` ships.
set -euo pipefail

tensorflow=2.21.0
headers=1.9.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$root/node_modules/.cache/tfjs-native}
tfjs=$(node --print "require('$root/package.json').optionalDependencies['@tensorflow/tfjs-node']")
made="tfjs-node $tfjs, tensorflow-cpu $tensorflow, node-api-headers $headers"
started=$SECONDS

say_and_stop() {
  echo "$1" >&2
  exit 1
}

[ "$(uname -sm)" = 'Linux x86_64' ] || say_and_stop "The addon is built on Linux x86-64 only, this is $(uname -sm)."
for tool in g++ strip python3; do
  command -v "$tool" >/dev/null || say_and_stop "The addon needs $tool: install g++, binutils, python3 and python3-venv."
done

mkdir -p "$folder"
cd "$folder"
if [ "$(cat tensorflow/versions 2>/dev/null)" = "$made" ]; then
  echo "The addon is built: $made."
  exit 0
fi
rm -rf tensorflow npm venv wheel

mkdir npm wheel
echo '{"private": true}' >npm/package.json
npm install --prefix npm --ignore-scripts --no-audit --no-fund --loglevel=error \
  "@tensorflow/tfjs-node@$tfjs" "node-api-headers@$headers"

# Any Python may fetch the wheel: only its libraries and C headers are taken.
python3 -m venv venv
venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
  --python-version 3.11 --platform manylinux_2_27_x86_64 --dest wheel "tensorflow-cpu==$tensorflow"
python3 - wheel/*.whl <<'PYTHON'
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
taken = ('include/tensorflow/c/', 'include/tensorflow/core/platform/', 'include/tsl/', 'include/xla/tsl/c/',
         'include/LICENSE', 'THIRD_PARTY_NOTICES.txt',
         'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2')
taken = tuple('tensorflow/' + name for name in taken)
wheel.extractall('wheel', [name for name in wheel.namelist() if name.startswith(taken)])
PYTHON

from=wheel/tensorflow
mkdir -p tensorflow/licenses
for library in libtensorflow_cc.so.2 libtensorflow_framework.so.2; do
  strip -o "tensorflow/$library" "$from/$library"
  chmod 644 "tensorflow/$library"
done
# The one function of GCC 11's C++ library that the addon uses comes with it: Splunk's machine may be
# of the age of TensorFlow's libraries, which ask for less.
g++ -std=c++17 -O2 -fPIC -shared -s -DNAPI_VERSION=8 \
  -Inpm/node_modules/node-api-headers/include -I"$from/include" \
  npm/node_modules/@tensorflow/tfjs-node/binding/{tfjs_backend,tfjs_binding}.cc -x c++ - -x none \
  -Ltensorflow -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,'$ORIGIN' \
  -o tensorflow/tfjs_binding.node <<'CPP'
#include <new>
namespace std { void __throw_bad_array_new_length() { throw bad_array_new_length(); } }
CPP
node "$root/build/tfjs-bundle.mjs" npm tensorflow

# TensorFlow.js' packages bring no licence file; TensorFlow's is the same one, of the same authors.
cp "$from/include/LICENSE" tensorflow/licenses/tensorflow.txt
cp "$from/THIRD_PARTY_NOTICES.txt" tensorflow/licenses/tensorflow-notices.txt
cp npm/node_modules/google-protobuf/LICENSE.md tensorflow/licenses/google-protobuf.txt

size=$(du -sm tensorflow | cut -f1)
rm -rf npm venv wheel
echo "$made" >tensorflow/versions
echo "Built in $((SECONDS - started)) s, $size MB: $made."
