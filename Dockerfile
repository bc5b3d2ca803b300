# Lariat with its own Java, as `mvn -Pimage package` makes it:
#   docker build -t lariat .
#   docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" lariat fit table.csv --target y
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -qy --no-install-recommends maven
COPY . /src
WORKDIR /src
RUN mvn -B -ntp -Pimage -DskipTests -Dmaven.test.skip -Dspotless.check.skip -pl cli -am package
RUN mkdir /lariat && tar xzf cli/target/lariat-*-linux-*.tar.gz -C /lariat --strip-components=1

FROM debian:stable-slim
COPY --from=build /lariat /opt/lariat
WORKDIR /data
ENTRYPOINT ["/opt/lariat/lariat"]
CMD ["--help"]
