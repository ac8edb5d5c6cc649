package io.sluice.gateway.server;

import java.util.List;
import java.util.Random;

/** Good requests with some harm done to them, by a seed. */
final class Mutations {
  private static final char LF = '\n';
  private static final int MOST_HARMS = 4;
  private static final int LONGEST_CUT = 12;
  private static final int ALL_BYTES = 256;

  /** What readers of HTTP stumble over. */
  private static final List<String> BITS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "\0",
          " ",
          "\t",
          "\u000b",
          ":",
          ";",
          ",",
          "%00",
          "%2f",
          "/../",
          "\\",
          "?",
          "#",
          "\u00ff",
          "\u00fc",
          "-1",
          "0",
          "0x",
          "99999999999",
          "Host: b\r\n",
          "Content-Length: 5\r\n",
          "Content-Length: 0\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: identity\r\n",
          "Expect: 100-continue\r\n",
          "Connection: close\r\n",
          "Content-Encoding: gzip\r\n",
          "HTTP/1.1",
          "HTTP/1.0",
          "0\r\n\r\n",
          "[[[[",
          "{\"a\":",
          "\"",
          "\\u0000");

  private static final List<String> GOOD =
      List.of(
          "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
          request(
              "GET /v1/queues?limit=5 HTTP/1.1",
              "Host: localhost:80",
              "Accept: */*",
              "X-Request-Id: b"),
          "HEAD /v1/info HTTP/1.0\r\n\r\n",
          post("application/json", "{\"type\":\"a\",\"payload\":{\"b\":[1,2.5e3,\"\\u00fc\"]}}"),
          post("application/x-ndjson", "{\"type\":\"a\"}" + LF + LF + "{}" + LF + "x"),
          chunked(chunk("{\"type\":"), chunk("\"a\"}"), chunk("")),
          post("application/json", "{}") + "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  String next() {
    StringBuilder request = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
    for (int harms = 1 + random.nextInt(MOST_HARMS); harms > 0; harms--) {
      harm(request);
    }
    return request.toString();
  }

  private void harm(StringBuilder request) {
    int at = random.nextInt(request.length() + 1);
    int to = Math.min(request.length(), at + 1 + random.nextInt(LONGEST_CUT));
    switch (random.nextInt(5)) {
      case 0 -> request.insert(at, BITS.get(random.nextInt(BITS.size())));
      case 1 -> request.delete(at, to);
      case 2 -> request.insert(at, request.substring(at, to));
      case 3 -> request.insert(at, (char) random.nextInt(ALL_BYTES));
      default -> request.replace(at, to, BITS.get(random.nextInt(BITS.size())));
    }
  }

  private static String request(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String post(String type, String body) {
    return head("Content-Type: " + type, "Content-Length: " + body.length()) + body;
  }

  private static String chunked(String... chunks) {
    return head("Content-Type: application/json", "Transfer-Encoding: chunked")
        + String.join("", chunks);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + ";x=y\r\n" + text + "\r\n";
  }

  private static String head(String... lines) {
    return "POST /v1/queues/q/tasks HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("\r\n", lines)
        + "\r\n\r\n";
  }
}
