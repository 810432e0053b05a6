#!/bin/sh
# Runs | @COMMAND@ on the Node.js that comes with this app.

# splunkd points these variables at its own libraries, with which no program below should start.
unset LD_LIBRARY_PATH LD_PRELOAD LD_AUDIT
PATH=${PATH:+$PATH:}/usr/bin:/bin

# Answers the first request with a sentence, and reads the rest, because splunkd needs a reader.
refuse() {
  read -r _
  reply='{"inspector":{"messages":[["ERROR","'$1'"]]},"finished":true,"error":"'$1'"}'
  printf 'chunked 1.0,%d,0\n%s' "${#reply}" "$reply"
  while read -r _; do :; done
  exit
}

# Without uname the machine may still be the right one.
platform=$(uname -sm 2>/dev/null)
case $platform in
  'Linux x86_64' | '') ;;
  *) refuse "This package of LSTM Toolkit is for Linux x86-64, this search head is $platform: @COMMAND@ cannot run here." ;;
esac
command -v env >/dev/null || refuse '@COMMAND@ needs the program env, and there is none in PATH, /usr/bin or /bin.'

case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac

# env takes a path that has a = in it for a variable.
case $here in
  *=*) cd "$here" && here=. ;;
esac

# The environment is empty: variables could make Node.js print the session key, write files or not start.
exec env -i "SPLUNK_HOME=$SPLUNK_HOME" \
  "$here/linux_x86_64/node" @NODE_FLAGS@ "$here/lstm_toolkit.cjs" @COMMAND@
