package io.sluice.gateway.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another site makes the browser of its reader ask for. Without tokens the
 * reader's machine is all that is asked for, and a browser sends a POST without a body, or with a
 * plain one, and any GET, to wherever a page says.
 *
 * <p>A browser says where a page is with {@code Origin}, on all but a plain GET, and with {@code
 * Sec-Fetch-Site}, on all, but only to HTTPS and to the machine itself. What is no browser sends
 * neither.
 */
final class ForeignPage {
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

  /** A page of ours, or no page: the reader typed it. */
  private static final Set<String> NOT_FOREIGN = Set.of("same-origin", "none");

  /** So each browser begins its name. */
  private static final String BROWSER = "Mozilla/";

  private static final String NO_SITE = "null";
  private static final String SCHEME_END = "://";

  /**
   * @throws ProblemException {@code forbidden}
   */
  static void refuse(HttpMethod method, HttpHeaders headers) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    List<String> sites = headers.getAll(SEC_FETCH_SITE);
    for (String origin : origins) {
      if (!isOurs(origin, headers.get(HttpHeaderNames.HOST))) {
        throw forbidden("a page at " + Quoted.of(origin) + " may not send this request");
      }
    }
    for (String site : sites) {
      if (!NOT_FOREIGN.contains(site.toLowerCase(Locale.ROOT))) {
        throw forbidden(
            "a page of another site may not send this request (Sec-Fetch-Site is "
                + Quoted.of(site)
                + ")");
      }
    }
    boolean untold = origins.isEmpty() && sites.isEmpty();
    if (untold && isPlainGet(method, headers) && isBrowser(headers)) {
      throw forbidden(
          "a browser must send Origin or Sec-Fetch-Site with this request: it sends neither Origin"
              + " nor Sec-Fetch-Site");
    }
  }

  /** One that a page can make without asking first; a token has to be asked for. */
  private static boolean isPlainGet(HttpMethod method, HttpHeaders headers) {
    return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
        && !headers.contains(Access.HEADER);
  }

  private static boolean isBrowser(HttpHeaders headers) {
    String agent = headers.get(HttpHeaderNames.USER_AGENT);
    return agent != null && agent.startsWith(BROWSER);
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    if (host == null || origin.equals(NO_SITE)) {
      return false;
    }
    int end = origin.indexOf(SCHEME_END);
    String site = end < 0 ? origin : origin.substring(end + SCHEME_END.length());
    return site.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
  }

  private static ProblemException forbidden(String detail) {
    return Problem.of(ProblemCode.FORBIDDEN, detail).asException();
  }

  private ForeignPage() {}
}
