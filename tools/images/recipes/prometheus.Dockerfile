FROM scratch
COPY passwd group /etc/
COPY ca-certificates.crt /etc/ssl/certs/
COPY bin/ /bin/
# Prometheus looks for its pages below the folder that it starts in.
COPY static/ /usr/share/pages/static/
# A named volume takes the owner of the folder that it is mounted on.
COPY --chown=65534:65534 empty/ /prometheus/
USER 65534:65534
WORKDIR /usr/share/pages
EXPOSE 9090
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "9090", "/-/ready"]
ENTRYPOINT ["/bin/prometheus"]
CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]
