#!/bin/sh
# Runs | @COMMAND@ on the Node.js that comes with this app.

# splunkd points these at its own libraries and settings; a foreign Node.js may not start with them.
unset LD_LIBRARY_PATH LD_PRELOAD OPENSSL_CONF SSL_CERT_FILE SSL_CERT_DIR NODE_OPTIONS NODE_PATH

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac

platform=$(uname -sm)
if [ "$platform" != 'Linux x86_64' ]; then
  echo "@COMMAND@: this package of LSTM Toolkit is for Linux x86-64, this machine is $platform" >&2
  exit 1
fi

exec "$here/linux_x86_64/node" "$here/lstm_toolkit.cjs" @COMMAND@
