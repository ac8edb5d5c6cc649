package io.sluice.gateway.server;

import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a head must say and must not, so that all who pass a request on see the same one. */
final class HeadRules {
  private static final String HTTP_1_1 = "HTTP/1.1";
  private static final String HTTP_1_0 = "HTTP/1.0";
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

  /** A length has no more digits than a long can hold. */
  private static final int MAX_LENGTH_DIGITS = 18;

  /** The last host that matched: most that come name the same. */
  private static volatile String lastHost = "";

  /** Which are read as one value, so that a second one would be passed over. */
  private static final List<String> ONCE = List.of("content-type", "expect");

  /**
   * The body that follows; null for none.
   *
   * @throws Refusal when a rule is broken
   */
  static @Nullable BodyFrame check(RequestHead head) {
    if (!head.version().equals(HTTP_1_1) && !head.version().equals(HTTP_1_0)) {
      throw Refusal.malformed("the version must be HTTP/1.1 or HTTP/1.0");
    }
    if (head.fields().size() > RequestLimits.MAX_HEADER_FIELDS) {
      throw Refusal.headTooLarge(
          "there are more than " + RequestLimits.MAX_HEADER_FIELDS + " headers");
    }
    TargetRules.check(head.target());
    checkHost(head.values("host"), head.version().equals(HTTP_1_0));
    for (String name : ONCE) {
      single(head, name);
    }
    String expect = single(head, "expect");
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      throw Refusal.expectation(expect);
    }
    BodyFrame body = body(head);
    checkEncoding(head.values("content-encoding"));
    return body;
  }

  private static void checkHost(List<String> hosts, boolean mayLack) {
    if (hosts.isEmpty() && mayLack) {
      return;
    }
    if (hosts.size() != 1 || !isHost(hosts.get(0))) {
      throw Refusal.malformed("there must be one header Host with a host name and at most a port");
    }
  }

  private static boolean isHost(String host) {
    if (host.equals(lastHost)) {
      return true;
    }
    boolean matches = HOST.matcher(host).matches();
    if (matches) {
      lastHost = host;
    }
    return matches;
  }

  private static boolean isLength(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
  }

  private static @Nullable BodyFrame body(RequestHead head) {
    String coding = single(head, "transfer-encoding");
    String length = single(head, "content-length");
    if (coding != null && length != null) {
      throw Refusal.malformed("Content-Length and Transfer-Encoding exclude each other");
    }
    if (coding != null) {
      return chunked(head, coding);
    }
    if (length == null) {
      return null;
    }
    if (!isLength(length)) {
      throw Refusal.malformed("Content-Length must be a number, is " + Quoted.of(length));
    }
    long bytes = Long.parseLong(length);
    return bytes == 0 ? null : new FixedBody(bytes);
  }

  private static BodyFrame chunked(RequestHead head, String coding) {
    if (!coding.equalsIgnoreCase("chunked") || head.version().equals(HTTP_1_0)) {
      throw Refusal.malformed("Transfer-Encoding must be chunked, in HTTP/1.1");
    }
    return new ChunkedBody();
  }

  private static void checkEncoding(List<String> encodings) {
    for (String encoding : encodings) {
      if (!encoding.equalsIgnoreCase("identity")) {
        throw Refusal.of(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
            "content encoding "
                + Quoted.of(encoding)
                + " is not supported, send the body without an encoding");
      }
    }
  }

  private static @Nullable String single(RequestHead head, String name) {
    List<String> values = head.values(name);
    if (values.size() > 1) {
      throw Refusal.malformed("header " + name + " is given " + values.size() + " times");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private HeadRules() {}
}
