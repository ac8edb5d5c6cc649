package io.sluice.gateway.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another site makes the browser of its reader ask for. Without tokens the
 * reader's machine is all that is asked for, and a browser sends a POST without a body, or with a
 * plain one, to wherever a page says. What is no browser sends no {@code Origin}.
 */
final class ForeignPage {
  private static final String NO_SITE = "null";
  private static final String SCHEME_END = "://";

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code forbidden}
   */
  static void refuse(HttpHeaders headers) {
    @Nullable String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !isOurs(origin, headers.get(HttpHeaderNames.HOST))) {
      throw Problem.of(
              ProblemCode.FORBIDDEN,
              "a page at " + Quoted.of(origin) + " may not change anything here")
          .asException();
    }
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    if (host == null || origin.equals(NO_SITE)) {
      return false;
    }
    int end = origin.indexOf(SCHEME_END);
    String site = end < 0 ? origin : origin.substring(end + SCHEME_END.length());
    return site.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
  }

  private ForeignPage() {}
}
