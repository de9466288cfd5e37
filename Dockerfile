# The service as an image: built by Maven in the first stage, run by a Java 17 runtime as an unprivileged user in the second.
#
#   docker build -t tallyman .
#   docker run --env-file tallyman.env tallyman migrate config.yml
#   docker run --env-file tallyman.env -p 8080:8080 tallyman
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# The dependencies are a layer of their own: without sources Maven makes an empty jar, and fetches nearly all that the real one needs.
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q package -Dmaven.test.skip=true -Djdeb.skip=true && rm -rf target
COPY src src
RUN mvn -B -q package -Dmaven.test.skip=true -Djdeb.skip=true

FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title="Tallyman" \
      org.opencontainers.image.description="Counts Kafka events into time-bucketed rollups in MySQL, exactly once" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 tallyman \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /opt/tallyman --shell /usr/sbin/nologin tallyman
WORKDIR /opt/tallyman
COPY --chmod=0755 ops/container/health-check /usr/local/bin/tallyman-health-check
COPY avro-schemas avro-schemas
COPY config.yml LICENSE ./
COPY --from=build /build/target/tallyman.jar ./
USER 10001:10001
# The application port is for other machines; the admin port stays on the container's loopback.
ENV TALLYMAN_HOST=0.0.0.0
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to start the process again.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["/usr/local/bin/tallyman-health-check", "alive"]
# The heap is a share of the container's memory; out of memory ends the process, so that the engine can start another one.
# More options: the environment variable JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=65", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=/tmp", "-jar", "tallyman.jar"]
CMD ["server", "config.yml"]
