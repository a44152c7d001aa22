#!/usr/bin/env bash
# Everything that CI checks, with the time of each stage. Starts what it needs on free ports and stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/footfall/target}
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/footfall
python=$cache/venv/bin/python
export PATH=$cache/venv/bin:$PATH
export FOOTFALL_SHARED=${FOOTFALL_SHARED:-$PWD/../shared}
features=(--workspace --features server/failpoints)
times=()
output=$(mktemp)
running=
stage() {
  local begin=$SECONDS
  running=$1
  shift
  echo "== $running"
  "$@" 2>&1 | tee "$output"
  times+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$running")")
  running=
}
summary() {
  printf '%s\n' '' "${times[@]}"
  if [ -n "$running" ]; then
    echo "failed: $running"
    grep -aE 'FAIL|×|[Ee]rror|panicked|warn' "$output" | tail -n 12
  fi
  rm -f "$output"
}
trap summary EXIT

pages_checks() {
  for part in tracker web-ui; do
    (cd "$part" && npm run --silent lint && npm run --silent test)
  done
}
browser() {
  bash scripts/browser.sh "$FOOTFALL_BIN"
}

one_table_stack() {
  local twice
  twice=$(cargo tree --workspace --duplicates --edges normal,build 2>/dev/null |
    grep -E '^(arrow|parquet|object_store|datafusion)(-[a-z]+)? v' | sort -u || true)
  [ -z "$twice" ] || {
    echo "two versions of one of the table crates: $twice"
    return 1
  }
}

stage install bash scripts/install.sh tests
stage pages bash scripts/pages.sh
stage "pages: lint and unit tests" pages_checks
stage "one version of arrow, parquet, object_store, datafusion" one_table_stack
stage format cargo fmt --all --check
stage clippy cargo clippy "${features[@]}" --all-targets --quiet -- -D warnings
stage "fuzz targets over their corpus" env SECONDS_EACH=0 bash scripts/fuzz.sh
stage build cargo build "${features[@]}" --all-targets --quiet
stage "rust tests" cargo nextest run "${features[@]}" --no-fail-fast --status-level fail
export FOOTFALL_BIN=$CARGO_TARGET_DIR/debug/footfall
stage "oracle's own cases" "$python" tests/blackbox/test_oracle.py
stage "oracle against the binary" "$python" tests/blackbox/run.py --events "${FOOTFALL_TEST_EVENTS:-8000}"
stage "questions against DuckDB" "$python" tests/blackbox/quarter.py --events 6000 --questions "${FOOTFALL_TEST_QUESTIONS:-100}"
stage "bad input" "$python" tests/blackbox/bad_input.py
stage "outside readers" "$python" tests/blackbox/outside_readers.py
for part in sign_in api earlier crash backends restore visible; do
  stage "$part" "$python" "tests/blackbox/$part.py"
done
stage browser browser
