package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How a command begins, which is enough to know it by.
 *
 * @param words its name and first arguments, each cut off after {@value #WORD_BYTES} bytes
 */
public record Command(List<String> words) {
  static final int WORDS = 4;
  static final int WORD_BYTES = 128;

  /** Every command of that name, in whatever case. */
  public static Predicate<Command> named(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return command -> command.name().equals(wanted);
  }

  /** Every run of this script, by its digest or by its text. */
  public static Predicate<Command> running(String source) {
    String digest = digest(source);
    return command ->
        switch (command.name()) {
          case "EVALSHA" -> command.argument().equalsIgnoreCase(digest);
          case "EVAL" -> command.argument().equals(cutOff(source));
          default -> false;
        };
  }

  String name() {
    return words.isEmpty() ? "" : words.get(0).toUpperCase(Locale.ROOT);
  }

  /** After it, what a server sends is no longer one reply to each request. */
  boolean subscribes() {
    return name().endsWith("SUBSCRIBE") || name().equals("MONITOR");
  }

  private String argument() {
    return words.size() < 2 ? "" : words.get(1);
  }

  private static String cutOff(String source) {
    byte[] bytes = source.getBytes(UTF_8);
    return new String(bytes, 0, Math.min(bytes.length, WORD_BYTES), UTF_8);
  }

  private static String digest(String source) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
