package io.sluice.gateway.access;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what that changes how the system works: one line an action on the logger {@code
 * sluice.audit}. No payloads, no tokens, and nothing in it that could be taken for another line.
 */
public final class AuditLog {
  private static final Logger log = LoggerFactory.getLogger("sluice.audit");
  private static final int MAX_SHOWN = 128;
  private static final char FIRST_PRINTED = ' ';
  private static final char LAST_PRINTED = '~';

  /**
   * Notes one action after it was answered.
   *
   * @param variables what stands in the path in place of the variable segments of the route
   */
  public static void note(
      Caller caller,
      String method,
      String route,
      Map<String, String> variables,
      int status,
      String requestId) {
    if (log.isInfoEnabled()) {
      StringBuilder line = new StringBuilder();
      line.append("caller=").append(caller.name().isEmpty() ? "-" : caller.name());
      line.append(" role=").append(caller.role().wireName());
      line.append(' ').append(method).append(' ').append(route);
      variables.forEach(
          (name, value) -> line.append(' ').append(name).append('=').append(of(value)));
      line.append(" status=").append(status).append(" request=").append(requestId);
      log.info("{}", line);
    }
  }

  /** In quotes when it is not a plain name; what is not printable ASCII as {@code \\uXXXX}. */
  private static String of(String value) {
    String shown = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN);
    if (shown.chars().allMatch(AuditLog::isPlain)) {
      return shown;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < shown.length(); i++) {
      char letter = shown.charAt(i);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < FIRST_PRINTED || letter > LAST_PRINTED) {
        quoted.append("\\u%04x".formatted((int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isPlain(int letter) {
    return letter < 128 && (Character.isLetterOrDigit(letter) || "._-".indexOf(letter) >= 0);
  }

  private AuditLog() {}
}
