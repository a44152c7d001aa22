#!/usr/bin/env bash
# The long variants: more kills, more events, random seeds (printed).
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/footfall/target}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/footfall
bash scripts/install.sh tests
cargo build --workspace --features server/failpoints
export FOOTFALL_BIN=$CARGO_TARGET_DIR/debug/footfall PATH=$cache/venv/bin:$PATH
export FOOTFALL_SHARED=${FOOTFALL_SHARED:-$PWD/../shared}
seed=${SEED:-$RANDOM}
echo "seed $seed"
PROPTEST_CASES=5000 cargo nextest run --workspace --features server/failpoints -E 'package(engine)'
"$cache/venv/bin/python" tests/blackbox/crash.py --kills "${KILLS:-1000}" --seed "$seed"
"$cache/venv/bin/python" tests/blackbox/run.py --events 200000 --seed "$seed"
"$cache/venv/bin/python" tests/blackbox/quarter.py --soak --seed "$seed"
SECONDS_EACH="${FUZZ_SECONDS:-600}" bash scripts/fuzz.sh
