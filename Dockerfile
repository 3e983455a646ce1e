# One image for web, worker, scheduler and migrations; `tools` adds PostgreSQL's programs for backups.
# deploy/pin-images fills in the digest; docker-compose.yml refuses to build without it.
ARG PYTHON_IMAGE=python:3.11-slim-trixie

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN ["python", "-m", "venv", "/opt/casebook"]
ENV PATH=/opt/casebook/bin:$PATH
COPY requirements/production.txt /tmp/production.txt
RUN ["python", "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "-r", "/tmp/production.txt"]
COPY . /srv/casebook
WORKDIR /srv/casebook
# Gathering needs no server: these addresses only satisfy the settings, and are not kept.
RUN SECRET_KEY=only-while-building-and-therefore-no-secret STATIC_ROOT=/srv/static \
    DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing REDIS_URL=redis://127.0.0.1:1/0 \
    python manage.py collectstatic --no-input
RUN ["python", "-m", "compileall", "-q", "-j", "0", "/srv/casebook"]

FROM ${PYTHON_IMAGE} AS app
RUN groupadd --gid 10001 casebook \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /run/casebook --shell /usr/sbin/nologin casebook \
    && install -d -o 10001 -g 10001 -m 0700 /run/casebook /var/lib/casebook/files /var/lib/casebook/backups
COPY --from=build /opt/casebook /opt/casebook
COPY --from=build /srv/casebook /srv/casebook
COPY --from=build /srv/static /srv/static
ENV PATH=/opt/casebook/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/run/casebook \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/var/lib/casebook/files \
    BEAT_FILE=/run/casebook/beat
WORKDIR /srv/casebook
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "deploy/probe.py", "http://127.0.0.1:8000/health/ready/"]
CMD ["python", "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi:application"]

FROM app AS tools
USER 0:0
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
USER 10001:10001
HEALTHCHECK NONE
CMD ["python", "manage.py", "help"]
