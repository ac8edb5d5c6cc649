package io.sluice.gateway.api.bounds;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where a page of a list ended, as callers see it: opaque, so that what it holds may change, and
 * with a checksum over the list it is of, so that one of another list is told from it.
 */
final class Cursor {
  private static final int SUM_CHARS = 8;

  static String of(String list, String position) {
    String text = sum(list, position) + position;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position in it.
   *
   * @throws ProblemException {@code validation_failed} when it is none of this list
   */
  static String position(String list, String cursor) {
    String text = decoded(cursor);
    if (text.length() > SUM_CHARS) {
      String position = text.substring(SUM_CHARS);
      if (text.startsWith(sum(list, position))) {
        return position;
      }
    }
    throw forged(cursor);
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw forged(cursor);
    }
  }

  private static String sum(String list, String position) {
    CRC32 sum = new CRC32();
    sum.update((list + '\n' + position).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  private static ProblemException forged(String cursor) {
    return Problem.invalid("/cursor", "cursor does not belong to this list: " + Quoted.of(cursor))
        .asException();
  }

  private Cursor() {}
}
