# NODE was pulled before; the packages come from npm's registry, each held to its hash in
# the lock file, and none of their scripts runs.
ARG NODE
FROM ${NODE} AS bundle
# A mirror of npm's registry; empty takes npm's own setting.
ARG NPM_CONFIG_REGISTRY
WORKDIR /console
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts --omit=dev
COPY . .
RUN node build.mjs /out

FROM scratch
COPY --from=bundle /out /
USER 65534:65534
