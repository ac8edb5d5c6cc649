package io.sluice.gateway.json;

import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Cuts the value that a parser stands on out of the bytes it reads from. */
final class RawSlice {
  static byte[] of(byte[] body, JsonParser parser) {
    int start = offset(parser.currentTokenLocation().getByteOffset());
    int end = end(body, parser, start);
    return Arrays.copyOfRange(body, start, end);
  }

  private static int end(byte[] body, JsonParser parser, int start) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      // The parser has not read the string yet, and would decode all of it to find its end.
      return endOfString(body, start);
    }
    if (token.isStructStart()) {
      parser.skipChildren();
    }
    return offset(parser.currentLocation().getByteOffset());
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
