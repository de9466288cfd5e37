# The service as an image: built by Maven in the first stage, run by a Java 17 runtime as an unprivileged user in the second.
#
#   docker build -t tallyman --build-arg COMMIT="$(git rev-parse --short HEAD)" .
#   docker run --env-file tallyman.env tallyman migrate config.yml
#   docker run --env-file tallyman.env -p 8080:8080 tallyman
#
# bin/test-image builds it and proves it; compose.yml brings it up with brokers and a database.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# The libraries are a layer of their own, here and in the image. Without sources Maven makes an empty jar, and fetches nearly all
# that the real one needs.
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=lib \
    && mvn -B -q package -Dmaven.test.skip=true -Djdeb.skip=true && rm -rf target
COPY src src
# What /api/version tells; the sources come without their repository.
ARG COMMIT=unknown
ARG COMMIT_TIME=unknown
RUN mvn -B -q package -Dmaven.test.skip=true -Djdeb.skip=true -Dgit.commit.id.abbrev="$COMMIT" -Dgit.commit.time="$COMMIT_TIME"

FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title="Tallyman" \
      org.opencontainers.image.description="Counts Kafka events into time-bucketed rollups in MySQL, exactly once" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 tallyman \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /opt/tallyman --shell /usr/sbin/nologin tallyman
WORKDIR /opt/tallyman
COPY --from=build /build/lib lib
COPY --chmod=0755 ops/container/health-check /usr/local/bin/tallyman-health-check
COPY avro-schemas avro-schemas
COPY config.yml LICENSE ./
# The application alone: its manifest names the libraries in lib.
COPY --from=build /build/target/original-tallyman.jar tallyman.jar
# Classes as the JVM has them in memory, from a start of this very jar beside these very libraries: the next starts read them.
RUN --mount=type=bind,source=ops/container/archive-classes,target=/tmp/archive-classes bash /tmp/archive-classes tallyman.jsa
USER 10001:10001
# The application port is for other machines; the admin port stays on the container's loopback.
ENV TALLYMAN_HOST=0.0.0.0
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to start the process again.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["/usr/local/bin/tallyman-health-check", "alive"]
# The heap is a share of the container's memory; out of memory ends the process, so that the engine can start another one. The
# collector is named, or the JVM would take the slowest where it sees one processor. More options: the variable JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=65", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=tallyman.jsa", "-Djava.io.tmpdir=/tmp", "-jar", "tallyman.jar"]
CMD ["server", "config.yml"]
