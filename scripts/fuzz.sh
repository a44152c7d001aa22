#!/usr/bin/env bash
# Fuzzes the decoders from the kept corpus, each target for SECONDS_EACH (60; 0 only runs what is kept), with coverage
# counters of the stable compiler. What it finds stays in fuzz/artifacts; a new input that is worth keeping is put into fuzz/corpus by hand.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/footfall
export CARGO_TARGET_DIR=$cache/target-fuzz CARGO_TERM_COLOR=never
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
target=$(rustc -vV | sed -n 's/^host: //p')
# With --target, build scripts and macros are compiled without the counters.
cargo build --release --quiet --target "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p artifacts
running=()
for name in frame body; do
  mkdir "$work/$name"
  limit=(-max_total_time="${SECONDS_EACH:-60}")
  [ "${SECONDS_EACH:-60}" != 0 ] || limit=(-runs=0)
  "$CARGO_TARGET_DIR/$target/release/$name" "$work/$name" "corpus/$name" "${limit[@]}" -timeout=10 \
    -rss_limit_mb=2048 -max_len=20000 -print_final_stats=1 -artifact_prefix="artifacts/$name-" >"$work/$name.log" 2>&1 &
  running+=("$! $name")
done
passed=0 failed=0
for one in "${running[@]}"; do
  read -r process name <<<"$one"
  if wait "$process"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 40 "$work/$name.log"
  fi
  echo "$name: $(grep -E 'number_of_executed_units|cov:' "$work/$name.log" | tail -n 2 | tr -s ' \n' ' ')"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
