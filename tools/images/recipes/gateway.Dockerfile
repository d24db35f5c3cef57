FROM scratch
COPY passwd group /etc/
COPY ca-certificates.crt /etc/ssl/certs/
COPY bin/ /bin/
# Where the official image keeps them, so that one command line serves both.
COPY --chown=10020:10020 empty/ /data/
COPY --chown=10020:10020 empty/ /config/
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config
USER 10020:10020
WORKDIR /srv
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "8080", "/health/live"]
ENTRYPOINT ["/bin/caddy"]
CMD ["run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
