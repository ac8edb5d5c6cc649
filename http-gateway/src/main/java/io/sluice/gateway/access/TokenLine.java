package io.sluice.gateway.access;

import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One token in the file: {@code name=shop role=producer queues=email-* rate=100/s sha256=…}.
 *
 * @param name of the holder, for logs; two tokens may have one, so that a token can be replaced
 *     without a gap
 * @param rate null for none
 * @param sha256 of the secret, hexadecimal
 */
public record TokenLine(
    String name, Role role, QueuePatterns queues, @Nullable Rate rate, String sha256) {
  private static final List<String> FIELDS = List.of("name", "role", "queues", "rate", "sha256");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SHA256 =
      Pattern.compile("[0-9a-f]{" + TokenSecret.DIGEST_CHARS + "}");

  /**
   * @throws IllegalArgumentException when a value is out of range
   */
  public TokenLine {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name must match " + NAME + ", is " + Quoted.of(name));
    }
    if (!SHA256.matcher(sha256).matches()) {
      // Not shown: who mixes things up has the secret itself in its place.
      throw new IllegalArgumentException(
          "sha256 must be " + TokenSecret.DIGEST_CHARS + " hexadecimal characters in lower case");
    }
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static TokenLine parse(String line) {
    Map<String, String> fields = fields(line);
    String rate = fields.get("rate");
    String queues = fields.get("queues");
    return new TokenLine(
        required("name", fields),
        role(required("role", fields)),
        queues == null ? QueuePatterns.ALL : QueuePatterns.parse(queues),
        rate == null ? null : Rate.parse(rate),
        required("sha256", fields));
  }

  /**
   * @throws IllegalArgumentException when there is no such role
   */
  public static Role role(String name) {
    return Role.ofName(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role must be viewer, producer, operator or admin, is " + Quoted.of(name)));
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String field : line.strip().split("\\s+", -1)) {
      String[] parts = field.split("=", 2);
      if (parts.length < 2 || !FIELDS.contains(parts[0])) {
        throw new IllegalArgumentException(
            "unknown field "
                + (parts.length < 2 ? "without a value" : Quoted.of(parts[0]))
                + Suggestion.tail(parts[0], FIELDS));
      }
      if (fields.put(parts[0], parts[1]) != null) {
        throw new IllegalArgumentException(parts[0] + " is given twice");
      }
    }
    return fields;
  }

  private static String required(String name, Map<String, String> fields) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is required");
    }
    return value;
  }

  /** As it stands in the file. */
  @Override
  public String toString() {
    return "name="
        + name
        + " role="
        + role.wireName()
        + " queues="
        + queues
        + (rate == null ? "" : " rate=" + rate)
        + " sha256="
        + sha256;
  }
}
