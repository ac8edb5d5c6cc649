#!/usr/bin/env bash
# Reactor Netty 1.3.7 (Maven Central, reactor-netty-http), HTTP server.
#
# A client announces its body with `Expect: 100-continue` and holds it back until the server says
# `100 Continue`, as RFC 9110 lets it. One would expect the server library to send the 100 once the
# handler wants the body, whatever the handler does with it.
#
# Seen: a handler that collects the body first gets it: `100 Continue`, then the answer. A handler
# that makes its answer from the body while it comes (`sendString(receive().map(..))`) makes the
# library send the head of the final answer, `200 OK`, before it asks for the body; no 100 is ever
# sent, and client and server wait for each other. The same request without `Expect` works.
# The client here gives up after 2 s, by itself.
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
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

public class Finding {
  public static void main(String[] args) throws Exception {
    DisposableServer server =
        HttpServer.create().host("127.0.0.1").port(0)
            .route(routes -> routes
                .post("/collected", (request, response) ->
                    request.receive().aggregate().asString()
                        .flatMap(body -> response.sendString(Mono.just(body)).then()))
                .post("/streamed", (request, response) ->
                    response.sendString(request.receive().asString().map(part -> part))))
            .bindNow();
    System.out.println("collected, Expect:    " + ask(server.port(), "/collected", "Expect: 100-continue\r\n", ""));
    System.out.println("streamed, Expect:     " + ask(server.port(), "/streamed", "Expect: 100-continue\r\n", ""));
    System.out.println("streamed, no Expect:  " + ask(server.port(), "/streamed", "", "hello"));
    server.disposeNow();
  }

  /** The status lines that come within 2 s; the body is sent once a 100 has come. */
  static String ask(int port, String path, String more, String body) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(2_000);
      String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n" + more + "\r\n";
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      StringBuilder seen = new StringBuilder();
      boolean sent = !body.isEmpty();
      byte[] buffer = new byte[4096];
      InputStream in = socket.getInputStream();
      try {
        for (int n = in.read(buffer); n >= 0 && !seen.toString().contains("hello"); n = in.read(buffer)) {
          seen.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
          if (!sent && seen.toString().contains("HTTP/1.1 100")) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            sent = true;
          }
        }
      } catch (SocketTimeoutException nothingMore) {
        // What has come is what there is.
      }
      String codes = seen.toString().lines().filter(line -> line.startsWith("HTTP/1.1 "))
          .map(line -> line.substring(9, 12)).reduce((a, b) -> a + " " + b).orElse("none");
      return codes + (seen.toString().contains("hello") ? ", body answered" : ", no body");
    }
  }
}
JAVA
java -cp "lib/*" Finding.java 2>/dev/null | grep Expect | tee seen
cat > expected <<'TXT'
collected, Expect:    100 200, body answered
streamed, Expect:     200, no body
streamed, no Expect:  200, body answered
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
