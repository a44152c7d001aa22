#!/usr/bin/env bash
# Measures the release binary on this machine, generator and server side by side, and prints one JSON object per figure.
# Copy what it prints into benches/RESULTS.md together with the machine. CORES=0,1 keeps everything on two cores;
# EVENTS, SITES and ROUNDS make it shorter or longer.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/footfall
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
bash scripts/install.sh tests
"$cache/venv/bin/python" -m pip install -q -r benches/requirements.txt
cargo build --release --workspace
export FOOTFALL_BIN=$CARGO_TARGET_DIR/release/footfall FOOTFALL_BENCH=$CARGO_TARGET_DIR/release/footfall-bench
pin=()
[ -z "${CORES:-}" ] || pin=(taskset -c "$CORES")
run() { "${pin[@]}" "$cache/venv/bin/python" "$@"; }
grep -m1 'model name' /proc/cpuinfo
grep MemTotal /proc/meminfo
echo "cores ${CORES:-$(nproc)}"
run benches/scripts/ingest.py --rounds "${ROUNDS:-3}"
run benches/scripts/storage.py
run benches/scripts/page.py --events "${EVENTS:-20000000}" --sites "${SITES:-200}"
