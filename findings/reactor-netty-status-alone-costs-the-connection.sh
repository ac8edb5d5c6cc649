#!/usr/bin/env bash
# Reactor Netty 1.3.7 (Maven Central, reactor-netty-http), HTTP client.
#
# Who needs only the status of an answer asks for `response()`, or for a body that he drops. Where the
# answer has no body (`201` with `Content-Length: 0`, and a `204`), it is complete with its head, the
# connection could be kept, and one would expect the two to cost the same.
#
# Seen: of 50 requests one after the other, `response()` uses a connection each, and leaves 50 sockets
# behind; `responseSingle` that reads the empty body to its end uses two. Nothing is logged, no request
# fails; under load ports run out.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.projectreactor.netty</groupId><artifactId>reactor-netty-http</artifactId><version>1.3.7</version>
  </dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$dir/lib"

cat > Finding.java <<'JAVA'
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.ResponseReceiver;
import reactor.netty.http.server.HttpServer;

public class Finding {
  public static void main(String[] args) {
    Set<String> connections = ConcurrentHashMap.newKeySet();
    DisposableServer server =
        HttpServer.create().host("127.0.0.1").port(0)
            .route(routes -> routes.post("/{status}", (request, response) -> {
              request.withConnection(connection -> connections.add(connection.channel().id().asLongText()));
              int status = Integer.parseInt(request.param("status"));
              return status == 204 ? response.status(204).send()
                  : response.status(status).header("Content-Length", "0").send();
            }))
            .bindNow();
    for (String path : new String[] {"/201", "/204"}) {
      count("response()       ", path, server, connections, asked -> asked.response().map(answer -> answer.status().code()));
      count("responseSingle() ", path, server, connections,
          asked -> asked.responseSingle((answer, body) -> body.then(Mono.just(answer.status().code()))));
    }
    server.disposeNow();
  }

  static void count(String name, String path, DisposableServer server, Set<String> connections,
      Function<ResponseReceiver<?>, Mono<Integer>> status) {
    connections.clear();
    HttpClient client = HttpClient.create().host("127.0.0.1").port(server.port());
    long right = Flux.range(0, 50)
        .concatMap(i -> status.apply(client.post().uri(path).send(ByteBufFlux.fromString(Mono.just("{}")))))
        .filter(code -> path.equals("/" + code)).count().block();
    System.out.println(name + path + ": " + right + " answers, " + (connections.size() <= 5 ? "a few" : connections.size()) + " connections");
  }
}
JAVA
java -cp "lib/*" Finding.java 2>/dev/null | grep connections | tee seen
cat > expected <<'TXT'
response()       /201: 50 answers, 50 connections
responseSingle() /201: 50 answers, a few connections
response()       /204: 50 answers, 50 connections
responseSingle() /204: 50 answers, a few connections
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
