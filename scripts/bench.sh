#!/usr/bin/env bash
# Measures the release binary on this machine, generator and server side by side, and prints one JSON object per run.
# Copy what it prints into benches/RESULTS.md together with the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/footfall/target}
profile=${PROFILE:-release}
[ "$profile" = release ] && cargo build --release -p server -p benches
footfall=$CARGO_TARGET_DIR/$profile/footfall
bench=$CARGO_TARGET_DIR/$profile/footfall-bench
data=$(mktemp -d)
server=
cleanup() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$data"
}
trap cleanup EXIT
sites=()
for number in $(seq 20); do
  sites+=(--site "$("$footfall" --data "$data" site create --name "Site $number" --domain "site$number.example" --consent not_required | head -n 1)")
done
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$footfall" --data "$data" serve --listen "127.0.0.1:$port" --checkpoint-interval 30s >/dev/null 2>"$data/err" &
server=$!
for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/ready" >/dev/null && break; sleep 0.1; done
ticks() { awk '{print ($14 + $15) / 100}' "/proc/$server/stat"; }
grep -m1 'model name' /proc/cpuinfo; nproc; grep MemTotal /proc/meminfo
while read -r run; do
  set -- $run
  before=$(ticks)
  "$bench" --url "http://127.0.0.1:$port" "${sites[@]}" --batch "$1" --rate "$2" --seconds "${SECONDS_EACH:-10}"
  echo "{\"server_cpu_seconds\": $(echo "$(ticks) - $before" | bc -l 2>/dev/null || python3 -c "print($(ticks) - $before)"), \"server_rss_kb\": $(awk '/VmRSS/ {print $2}' "/proc/$server/status")}"
done <<<"${RUNS:-$(printf '%s\n' "10 20000" "10 80000" "50 120000" "1 5000")}"
