package io.sluice.gateway.api.tasks;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.enqueue.RequestKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name that a caller gives a request which it may send several times. A string in quotes, as
 * the header wants it; the quotes may be left out. Each caller has its own.
 */
record IdempotencyKey(String value) {
  static final String HEADER = Exchange.IDEMPOTENCY_KEY;

  /** Says that the answer is the first one again. */
  static final String REPLAYED = "Idempotent-Replayed";

  /** Between the name of a caller and its key; can be in neither. */
  private static final String OF_CALLER = "§";

  private static final Duration LIFE = Duration.ofHours(24);
  private static final Pattern FORM =
      Pattern.compile("\"([ !#-\\[\\]-~]{1,255})\"|([!#-\\[\\]-~]{1,255})");

  /** The key of the request, or null if it has none. */
  static @Nullable IdempotencyKey of(Exchange exchange) {
    List<String> sent = exchange.headers(HEADER);
    if (sent.isEmpty()) {
      return null;
    }
    Matcher form = FORM.matcher(sent.get(0).strip());
    if (sent.size() > 1 || !form.matches()) {
      throw Problem.invalid(
              "",
              "header "
                  + HEADER
                  + " must be one string of 1 to 255 printable ASCII characters in quotes, is "
                  + Quoted.of(String.join(", ", sent)))
          .asException();
    }
    String key = form.group(1) == null ? form.group(2) : form.group(1);
    String caller = exchange.caller().name();
    return new IdempotencyKey(caller.isEmpty() ? key : caller + OF_CALLER + key);
  }

  /**
   * Tells this request apart from another one with the key: by where it goes, with its query, and
   * its very bytes.
   */
  RequestKey of(String uri, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(uri.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return new RequestKey(value, HexFormat.of().formatHex(digest.digest(body)), LIFE);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
