# Builds Bouncer and keeps what runs it. Used by docker-compose.yml.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -DskipTests -Dformatter.skip=true -pl cli -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 bouncer && mkdir /data && chown bouncer /data
COPY --from=build /src/cli/target/lib /opt/bouncer/lib
COPY --from=build /src/cli/target/bouncer-cli-*.jar /opt/bouncer/lib/
USER bouncer
ENV BOUNCER_DATA_DIR=/data
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", "/opt/bouncer/lib/*", "dev.bouncer.cli.Main"]
