FROM scratch
COPY passwd group /etc/
COPY bin/ /bin/
USER 10021:10021
EXPOSE 9100
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "9100", "/"]
ENTRYPOINT ["/bin/node_exporter"]
