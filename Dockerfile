# syntax=docker/dockerfile:1

# The tracking script and the web UI; the binary embeds both.
FROM node:22-bookworm-slim AS web
WORKDIR /src
COPY tracker/package.json tracker/package-lock.json tracker/
RUN cd tracker && npm ci
COPY web-ui/package.json web-ui/package-lock.json web-ui/
RUN cd web-ui && npm ci
COPY tracker/tsconfig.json tracker/
COPY tracker/scripts tracker/scripts
COPY tracker/src tracker/src
RUN cd tracker && npm run build
COPY web-ui/index.html web-ui/vite.config.ts web-ui/tsconfig.json web-ui/
COPY web-ui/public web-ui/public
COPY web-ui/scripts web-ui/scripts
COPY web-ui/src web-ui/src
RUN cd web-ui && npm run build

FROM rust:1.95-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY engine engine
COPY sources sources
COPY actors actors
COPY sinks sinks
COPY query query
COPY accounts accounts
COPY graphql-api graphql-api
COPY server server
COPY benches benches
COPY --from=web /src/tracker/dist tracker/dist
COPY --from=web /src/web-ui/dist web-ui/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p server --bin footfall \
    && cp target/release/footfall /usr/local/bin/footfall

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin footfall \
    && install -d -o footfall -g footfall -m 0700 /data
COPY --from=build /usr/local/bin/footfall /usr/local/bin/footfall
USER footfall
WORKDIR /data
ENV FOOTFALL_DATA=/data \
    FOOTFALL_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
# bash speaks TCP by itself, so the image needs no other client. With --tls-cert set, replace this by a check of your own.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["footfall"]
CMD ["serve"]
