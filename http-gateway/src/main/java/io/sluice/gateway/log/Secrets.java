package io.sluice.gateway.log;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last net: nothing that is logged should hold a secret, and a text of a library may do so all
 * the same.
 */
final class Secrets {
  private static final String MASK = "***";
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s]+@");
  private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s+[^\\s\"',]+");
  private static final Pattern TOKEN = Pattern.compile("\\bsluice_[A-Za-z0-9_-]{40,}");

  /** The text without passwords of addresses and without tokens. */
  static String masked(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String masked = IN_ADDRESS.matcher(text).replaceAll("://" + MASK + "@");
    masked = BEARER.matcher(masked).replaceAll("Bearer " + MASK);
    return TOKEN.matcher(masked).replaceAll(MASK);
  }

  private Secrets() {}
}
