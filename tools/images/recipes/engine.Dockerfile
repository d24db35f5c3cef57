# BASE is a local image, or an official Python; nothing here reaches the network.
ARG BASE
FROM ${BASE} AS libraries
ENV PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
# pip runs from its own wheel and refuses any other whose hash is not the locked one.
RUN --mount=type=bind,source=wheels,target=/wheels \
    installer=$(echo /wheels/pip-*.whl) \
    && python3 "$installer/pip" install --no-index --find-links /wheels \
        --require-hashes --no-deps --no-compile --no-cache-dir --root-user-action ignore \
        --disable-pip-version-check --target /opt/lib -r /wheels/requirements.txt \
    && rm -rf /opt/lib/bin \
    # Compiled here because the root is read-only later; unchecked: nothing edits it.
    && python3 -m compileall -q -j1 --invalidation-mode unchecked-hash /opt/lib
COPY aiops/ /opt/pharos/aiops/
COPY catalog/ /opt/pharos/catalog/
RUN python3 -m compileall -q -j1 --invalidation-mode unchecked-hash /opt/pharos

FROM ${BASE}
COPY passwd group /etc/
COPY bin/ /bin/
COPY --from=libraries /opt/lib /opt/lib
COPY --from=libraries /opt/pharos /opt/pharos
COPY console/ /opt/console/
# A named volume takes the owner of the folder that it is mounted on.
RUN install -d -m 0700 -o 10028 -g 10028 /data
ENV PYTHONPATH=/opt/lib PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10028:10028
WORKDIR /opt/pharos
EXPOSE 8090
HEALTHCHECK --interval=2s --timeout=3s --start-period=20s --retries=5 CMD ["/bin/hc", "8090", "/health/ready"]
ENTRYPOINT ["python3"]
CMD ["-m", "aiops", "serve"]
