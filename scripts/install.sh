#!/usr/bin/env bash
# Installs what is missing on a fresh Debian machine. `install.sh pages` is enough to run; `install.sh tests` adds what
# the tests start: Chromium and Firefox from Debian, and a Python environment with nats-server and readers of the tables.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/footfall
packages=()
need() { command -v "$1" >/dev/null 2>&1 || packages+=("$2"); }
need cc gcc
need make make
need pkg-config pkg-config
need node nodejs
need npm npm
if [ "${1:-pages}" = tests ]; then
  need chromium chromium
  need c++ g++
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  need firefox-esr firefox-esr
  need python3 python3
  python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
fi
if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}"
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${packages[@]}" >/dev/null
fi
command -v cargo >/dev/null 2>&1 || {
  echo "cargo is missing: install Rust 1.95 or newer by rustup, then run this again" >&2
  exit 1
}
if [ "${1:-pages}" = tests ]; then
  command -v cargo-nextest >/dev/null 2>&1 || cargo install cargo-nextest --locked
  [ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
  "$cache/venv/bin/python" -m pip install -q -r tests/requirements.txt
fi
