# Everything is built into a folder outside the checkout, so that it stays warm between checkouts.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/footfall/target
GEOIP ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/footfall/geoip
DATA ?= ./data
LISTEN ?= 127.0.0.1:8080

.PHONY: run test soak bench build pages geoip clean

## Install what is missing, build all, start the demonstration.
run: pages geoip
	cargo build --release --workspace
	$(CARGO_TARGET_DIR)/release/footfall --data $(DATA) demo --listen $(LISTEN) --geoip $(GEOIP)

## Everything that CI checks.
test:
	bash scripts/test.sh

## The same with more seeds, kills and questions.
soak:
	bash scripts/soak.sh

## Measurements; results are kept in benches/RESULTS.md by hand, with the machine.
bench: pages
	bash scripts/bench.sh

## The release binary with its pages.
build: pages
	cargo build --release --workspace

## The tracking script and the web UI, which the binary embeds.
pages:
	bash scripts/install.sh pages
	bash scripts/pages.sh

## Freely licensed address databases: places by DB-IP (CC BY 4.0), networks by geo-whois-asn-country (CC0).
geoip:
	bash scripts/install.sh pages
	bash scripts/geoip.sh $(GEOIP)

clean:
	rm -rf tracker/dist web-ui/dist tracker/node_modules web-ui/node_modules
