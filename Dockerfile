# docker build -t mandategraph . && docker run --rm -v "$PWD:/data" mandategraph build documents --output graph
# Serving, with nothing that can be written but a small folder in memory:
# docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#   -p 127.0.0.1:8000:8000 -v "$PWD/graph:/data/graph:ro" mandategraph serve graph --host 0.0.0.0
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/mandategraph && /opt/mandategraph/bin/pip install --no-cache-dir . \
    && /opt/mandategraph/bin/python -m compileall -q /opt/mandategraph

FROM python:3.12-slim
COPY --from=build /opt/mandategraph /opt/mandategraph
RUN useradd --no-create-home --home-dir /tmp --shell /usr/sbin/nologin --uid 10001 reader && mkdir /data && chown reader /data
ENV PATH=/opt/mandategraph/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
ENTRYPOINT ["mandategraph"]
CMD ["--help"]
