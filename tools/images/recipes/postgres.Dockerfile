# BASE is a root with Debian's package; nothing here reaches the network.
ARG BASE
FROM ${BASE}
COPY passwd group /etc/
# A named volume takes the owner of the folder that it is mounted on.
RUN install -d -m 0700 -o 999 -g 999 /var/lib/postgresql/data
ENV PATH=/usr/lib/postgresql/15/bin:/usr/bin:/bin
USER 999:999
EXPOSE 5432
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=5 CMD ["/usr/lib/postgresql/15/bin/pg_isready", "-q", "-h", "127.0.0.1", "-U", "exporter", "-d", "postgres"]
ENTRYPOINT ["/usr/lib/postgresql/15/bin/postgres"]
