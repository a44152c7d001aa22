#!/usr/bin/env bash
# Builds the tracking script and the web UI. What has not changed since the last time is not built again.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in tracker web-ui; do
  (
    cd "$part"
    if [ ! -d node_modules ] || [ package-lock.json -nt node_modules ]; then
      npm ci --no-audit --no-fund
      touch node_modules
    fi
    newest=$(find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -newer dist/.built -print -quit 2>/dev/null || echo first)
    if [ ! -e dist/.built ] || [ -n "$newest" ]; then
      npm run --silent build
      touch dist/.built
    fi
  )
done
