# BASE is a local image, or an official Python; OFFICIAL was pulled before. Nothing here
# reaches the network.
ARG BASE
ARG OFFICIAL
FROM ${OFFICIAL} AS official

FROM ${BASE}
ARG PROGRAM
COPY passwd group /etc/
COPY ca-certificates.crt /etc/ssl/certs/
COPY bin/ /bin/
COPY --from=official ${PROGRAM} /bin/otelcol
# A named volume takes the owner of the folder that it is mounted on.
COPY --chown=10027:10027 empty/ /var/lib/otelcol/
USER 10027:10027
WORKDIR /var/lib/otelcol
EXPOSE 4318
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "13133", "/"]
ENTRYPOINT ["/bin/otelcol"]
CMD ["--config=/etc/otelcol/config.yaml"]
