#!/usr/bin/env bash
# The pages in real browsers against the real binary: starts it on a free port with one site, runs web-ui/e2e and
# tracker/e2e, stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
data=$(mktemp -d)
server=
cleanup() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$data"
}
trap cleanup EXIT
site=$("$binary" --data "$data" site create --name Test --domain 127.0.0.1 --consent not_required | head -n 1)
key=$("$binary" --data "$data" key create --name test --scope admin | tail -n 1)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$binary" --data "$data" serve --listen "127.0.0.1:$port" >"$data/out" 2>"$data/err" &
server=$!
for _ in $(seq 100); do
  curl -sf "http://127.0.0.1:$port/ready" >/dev/null && break
  sleep 0.1
done
# Tests of accounts start servers of their own, each on an empty data directory.
export FOOTFALL_URL=http://127.0.0.1:$port FOOTFALL_KEY=$key FOOTFALL_SITE=$site FOOTFALL_BIN=$(realpath "$binary")
for part in web-ui tracker; do
  (cd "$part" && npm run --silent e2e)
done
