# Bouncer's processes, each a command of one image: docker run bouncer edge, api, streams, topics create …
#
#   docker build -t bouncer .
#   docker build -t bouncer --build-arg AOT=aot .        starts in half the CPU time, nearly twice the size
#
# Needs a volume at /data and nothing else to write to; /tmp may be an empty tmpfs. docs/deploying.md says more.
FROM maven:3.9-eclipse-temurin-25 AS build
ARG AOT=
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests -Dformatter.skip=true -pl cli -am package
# Where it will lie: what is prepared for quicker starts knows its place.
RUN build/image "$JAVA_HOME" cli/target /opt/bouncer $AOT && mkdir /data

# The C and C++ libraries, time zones and certificates; no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
# For the health check alone: one file, without libraries.
COPY --from=busybox:1.37.0-musl /bin/busybox /bin/busybox
COPY --from=build /opt/bouncer /opt/bouncer
COPY --from=build /src/build/image-health /opt/bouncer/health
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
ENV BOUNCER_DATA_DIR=/data LC_ALL=C.UTF-8
# Alive, not ready: a node that waits for Kafka is not mended by being started again.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/bin/busybox", "sh", "/opt/bouncer/health", "live"]
ENTRYPOINT ["/opt/bouncer/java/bin/java", "@/opt/bouncer/options"]
CMD ["--help"]
