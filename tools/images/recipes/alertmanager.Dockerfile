FROM scratch
COPY passwd group /etc/
COPY ca-certificates.crt /etc/ssl/certs/
COPY bin/ /bin/
# A named volume takes the owner of the folder that it is mounted on.
COPY --chown=65534:65534 empty/ /alertmanager/
USER 65534:65534
WORKDIR /alertmanager
EXPOSE 9093
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "9093", "/-/ready"]
ENTRYPOINT ["/bin/alertmanager"]
# One replica: without this it opens a port to look for others.
CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager", "--cluster.listen-address="]
