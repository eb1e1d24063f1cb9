# docker build -t mandategraph . && docker run --rm -v "$PWD:/data" mandategraph build documents --output graph
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/mandategraph && /opt/mandategraph/bin/pip install --no-cache-dir .

FROM python:3.12-slim
COPY --from=build /opt/mandategraph /opt/mandategraph
RUN useradd --create-home --uid 1000 reader && mkdir /data && chown reader /data
ENV PATH=/opt/mandategraph/bin:$PATH PYTHONUNBUFFERED=1
USER reader
WORKDIR /data
ENTRYPOINT ["mandategraph"]
CMD ["--help"]
