package io.sluice.gateway.server;

import java.util.ArrayList;
import java.util.List;

/** Requests that break one rule each, with what they must be answered with. */
final class MalformedCases {
  /**
   * One of them.
   *
   * @param status 0 when the connection may also be closed without a word
   */
  record Case(String name, int status, String request) {}

  /** Would show up as a queue if anybody took it for a request. */
  static final String SMUGGLED =
      String.join(
          "\r\n",
          "POST /v1/queues/smuggled/tasks HTTP/1.1",
          "Host: localhost",
          "Content-Type: application/json",
          "Content-Length: 12",
          "",
          "{\"type\":\"a\"}");

  private static final String POST = "POST /v1/queues/q/tasks HTTP/1.1\r\n";
  private static final String HOST = "Host: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String LENGTH = "Content-Length: " + SMUGGLED.length() + "\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final List<Case> cases = new ArrayList<>();

  static List<Case> all() {
    MalformedCases all = new MalformedCases();
    all.requestLines();
    all.targets();
    all.headerLines();
    all.hosts();
    all.lengths();
    all.codings();
    all.chunks();
    all.sizes();
    return all.cases;
  }

  private void requestLines() {
    line("no version", "GET /livez");
    line("version 9.9", "GET /livez HTTP/9.9");
    line("version 2.0", "GET /livez HTTP/2.0");
    line("version 1.2", "GET /livez HTTP/1.2");
    line("version 0.9", "GET /livez HTTP/0.9");
    line("version in lower case", "GET /livez http/1.1");
    line("version with a zero more", "GET /livez HTTP/1.10");
    line("version of another protocol", "GET /livez ICAP/1.1");
    line("two spaces before the path", "GET  /livez HTTP/1.1");
    line("two spaces after the path", "GET /livez  HTTP/1.1");
    line("a tab for a space", "GET\t/livez HTTP/1.1");
    line("a space at the end", "GET /livez HTTP/1.1 ");
    line("a space at the beginning", " GET /livez HTTP/1.1");
    line("a method with a bracket", "GE(T /livez HTTP/1.1");
    line("a method with a colon", "GET: /livez HTTP/1.1");
    line("a control character in the method", "GE\u0001T /livez HTTP/1.1");
    line("nothing but spaces", "  ");
    raw("two empty lines before it", 400, "\r\n\r\nGET /livez HTTP/1.1\r\n" + HOST + "\r\n");
    raw("lines that end with LF only", 400, "GET /livez HTTP/1.1\nHost: localhost\n\n");
    raw("a CR inside of it", 400, "GET /li\rvez HTTP/1.1\r\n" + HOST + "\r\n");
    raw("what TLS begins with", 0, "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
    raw("the beginning of HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    raw("a command of Redis", 400, "*1\r\n$4\r\nPING\r\n\r\n");
  }

  private void targets() {
    target("absolute form", "http://a/livez");
    target("authority form", "a:80");
    target("asterisk form", "*");
    target("no slash first", "livez");
    target("an encoded NUL", "/v1/queues/a%00b");
    target("an encoded NUL in the query", "/v1/queues?cursor=%00");
    target("an encoded slash", "/v1/queues/a%2fb");
    target("an encoded slash in capitals", "/v1/queues/a%2Fb");
    target("an encoded backslash", "/v1/queues/a%5cb");
    target("an encoded backslash in capitals", "/v1/queues/a%5Cb");
    target("a backslash", "/v1\\queues");
    target("a backslash in the query", "/v1/queues?a=\\");
    target("dot segments", "/v1/../livez");
    target("dot segments at the end", "/v1/queues/..");
    target("a single dot segment", "/./livez");
    target("encoded dot segments", "/v1/%2e%2e/livez");
    target("half encoded dot segments", "/v1/.%2E/livez");
    target("an encoded line break", "/v1/queues/a%0d%0aX:%20b");
    target("an encoded delete", "/v1/queues/%7f");
    target("half an escape", "/v1/queues/%2");
    target("an escape that is none", "/v1/queues/%zz");
    target("a fragment", "/livez#a");
    target("a NUL", "/liv\u0000ez");
    target("a letter beyond ASCII", "/v1/queues/\u00fc");
    target("curly brackets", "/v1/queues/{a}");
  }

  private void headerLines() {
    header("a folded line", "X-A: b\r\n c\r\n");
    header("a folded line with a tab", "X-A: b\r\n\tc\r\n");
    header("a first line that begins with a space", " X-A: b\r\n");
    header("a space before the colon", "X-A : b\r\n");
    header("no colon", "X-A\r\n");
    header("no name", ": b\r\n");
    header("a name with a bracket", "X(A: b\r\n");
    header("a name with a NUL", "X\u0000A: b\r\n");
    header("a value with a NUL", "X-A: b\u0000c\r\n");
    header("a value with a bell", "X-A: b\u0007c\r\n");
    header("a value with a CR", "X-A: b\rc\r\n");
    header("a value with a delete", "X-A: b\u007fc\r\n");
    header("a line that ends with LF only", "X-A: b\nX-B: c\r\n");
    header("an unknown Expect", 417, "Expect: 200-ok\r\n");
    header("two of Expect", "Expect: 100-continue\r\nExpect: 100-continue\r\n");
    header("two content types", JSON + JSON);
  }

  private void hosts() {
    raw("no Host", 400, "GET /livez HTTP/1.1\r\n\r\n");
    raw("two of Host", 400, "GET /livez HTTP/1.1\r\n" + HOST + HOST + "\r\n");
    raw("two of Host in HTTP/1.0", 400, "GET /livez HTTP/1.0\r\n" + HOST + HOST + "\r\n");
    host("an empty Host", "");
    host("a Host with a path", "a/b");
    host("a Host with a user", "b@a");
    host("a list of hosts", "a, b");
    host("a Host with a space", "a b");
    host("a Host with a port that is none", "a:x");
    host("a Host with two ports", "a:1:2");
  }

  private void lengths() {
    body("a length beside chunks", LENGTH + CHUNKED, "0\r\n\r\n" + SMUGGLED);
    body("chunks beside a length", CHUNKED + LENGTH, "0\r\n\r\n" + SMUGGLED);
    body("two lengths", "Content-Length: 0\r\n" + LENGTH, SMUGGLED);
    body("the same length twice", LENGTH + LENGTH, SMUGGLED);
    body("a list of lengths", "Content-Length: 0, " + SMUGGLED.length() + "\r\n", SMUGGLED);
    body("a length below zero", "Content-Length: -1\r\n", SMUGGLED);
    body("a length with a plus", "Content-Length: +5\r\n", SMUGGLED);
    body("a hexadecimal length", "Content-Length: 0x10\r\n", SMUGGLED);
    body("a length with a space inside", "Content-Length: 1 0\r\n", SMUGGLED);
    body("an empty length", "Content-Length:\r\n", SMUGGLED);
    body("a length beyond all", "Content-Length: 99999999999999999999\r\n", SMUGGLED);
    body("a folded length", "Content-Length:\r\n 0\r\n", SMUGGLED);
  }

  private void codings() {
    body("a coding that sounds like chunked", "Transfer-Encoding: xchunked\r\n", SMUGGLED);
    body("a coding before chunked", "Transfer-Encoding: gzip, chunked\r\n", SMUGGLED);
    body("a coding after chunked", "Transfer-Encoding: chunked, identity\r\n", SMUGGLED);
    body("identity", "Transfer-Encoding: identity\r\n", SMUGGLED);
    body("chunked twice", CHUNKED + CHUNKED, SMUGGLED);
    body("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n", SMUGGLED);
    body("chunked with a vertical tab", "Transfer-Encoding: \u000bchunked\r\n", SMUGGLED);
    body("an empty coding", "Transfer-Encoding:\r\n", SMUGGLED);
    body("a space before the colon of a coding", "Transfer-Encoding : chunked\r\n", SMUGGLED);
    raw("chunks in HTTP/1.0", 400, POST.replace("1.1", "1.0") + HOST + CHUNKED + "\r\n" + SMUGGLED);
    raw(
        "gzip",
        415,
        POST + HOST + JSON + "Content-Encoding: gzip\r\n" + LENGTH + "\r\n" + SMUGGLED);
    raw(
        "gzip after identity",
        415,
        POST + HOST + "Content-Encoding: identity\r\nContent-Encoding: br\r\n\r\n");
  }

  private void chunks() {
    chunk("a chunk size that is none", "xyz\r\n");
    chunk("a negative chunk size", "-1\r\n");
    chunk("a chunk size with a prefix", "0x5\r\nabcde\r\n");
    chunk("a chunk size that overflows", "fffffffff\r\n");
    chunk("a space before a chunk size", " 5\r\nabcde\r\n");
    chunk("a space after a chunk size", "5 \r\nabcde\r\n");
    chunk("an empty chunk size", "\r\n");
    chunk("a chunk size that ends with LF only", "5\nabcde\r\n");
    chunk("a chunk that ends with LF only", "5\r\nabcde\n0\r\n\r\n");
    chunk("a chunk that is longer than it says", "2\r\nabcde\r\n0\r\n\r\n");
    chunk("an extension with a line feed", "5;a=\nb\r\nabcde\r\n");
    chunk("an extension that does not end", "5;" + "a".repeat(300) + "\r\n");
    chunk("a trailer field", "0\r\nX-A: b\r\n\r\n");
    chunk("a folded trailer", "0\r\n X-A: b\r\n\r\n");
  }

  private void sizes() {
    raw(
        "a path that is too long",
        414,
        "GET /" + "a".repeat(3_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    raw("a first line that does not end", 414, "G".repeat(4_000));
    header("a header that is too long", 431, "X-A: " + "b".repeat(9_000) + "\r\n");
    header("too many headers", 431, "X: a\r\n".repeat(101));
    header("very many headers", 431, "X: a\r\n".repeat(3_000));
  }

  private void line(String name, String line) {
    raw("request line: " + name, 400, line + "\r\n" + HOST + "\r\n");
  }

  private void target(String name, String target) {
    raw("path: " + name, 400, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
  }

  private void header(String name, String lines) {
    header(name, 400, lines);
  }

  private void header(String name, int status, String lines) {
    raw("header: " + name, status, "GET /livez HTTP/1.1\r\n" + lines + HOST + "\r\n");
  }

  private void host(String name, String host) {
    raw("host: " + name, 400, "GET /livez HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private void body(String name, String lines, String body) {
    raw("frame: " + name, 400, POST + HOST + JSON + lines + "\r\n" + body);
  }

  private void chunk(String name, String chunks) {
    raw("chunk: " + name, 400, POST + HOST + JSON + CHUNKED + "\r\n" + chunks + SMUGGLED);
  }

  private void raw(String name, int status, String request) {
    cases.add(new Case(name, status, request));
  }
}
