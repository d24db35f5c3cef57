FROM scratch
COPY passwd group /etc/
COPY bin/ /bin/
USER 10030:10030
EXPOSE 9187
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "9187", "/"]
ENTRYPOINT ["/bin/postgres_exporter"]
