package io.sluice.gateway.json;

import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Cuts the value that a parser stands on out of the bytes it reads from. */
final class RawSlice {
  /**
   * Moves the parser to the end of the value.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json} when it is nested too
   *     deep
   */
  static byte[] of(byte[] body, CountingParser parser, String pointer) {
    int start = offset(parser.currentTokenLocation().getByteOffset());
    int depth = parser.skipMeasured();
    if (depth > Json.MAX_VALUE_DEPTH) {
      throw MalformedJson.at(
          pointer, "is nested " + depth + " levels deep, the limit is " + Json.MAX_VALUE_DEPTH);
    }
    return Arrays.copyOfRange(body, start, end(body, parser, start));
  }

  private static int end(byte[] body, JsonParser parser, int start) {
    // The parser has not read the string yet, and would decode all of it to find its end.
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? endOfString(body, start)
        : offset(parser.currentLocation().getByteOffset());
  }

  private static int endOfString(byte[] body, int start) {
    for (int i = start + 1; i < body.length; i++) {
      if (body[i] == '\\') {
        i++;
      } else if (body[i] == '"') {
        return i + 1;
      }
    }
    throw MalformedJson.because("a string does not end");
  }

  private static int offset(long bytes) {
    if (bytes < 0) {
      throw MalformedJson.because("the body is not UTF-8");
    }
    return Math.toIntExact(bytes);
  }

  private RawSlice() {}
}
