package io.sluice.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/** Finds a number that was written and is too long to be read. */
final class LongNumbers {
  /**
   * Where the first one is, or null. Costs next to nothing: a number as long as that covers at
   * least one of the places that are looked at; only where one looks like it is all of it read.
   */
  static @Nullable String find(byte[] json, JsonMapper mapper) {
    for (int i = JsonMappers.MAX_NUMBER_LENGTH;
        i < json.length;
        i += JsonMappers.MAX_NUMBER_LENGTH) {
      if (isLong(json, i)) {
        return read(json, mapper);
      }
    }
    return null;
  }

  private static boolean isLong(byte[] json, int at) {
    int from = at;
    while (from >= 0 && isOfNumber(json[from])) {
      from--;
    }
    int to = at;
    while (to < json.length && isOfNumber(json[to])) {
      to++;
    }
    return to - from - 1 > JsonMappers.MAX_NUMBER_LENGTH;
  }

  private static boolean isOfNumber(byte b) {
    return (b >= '0' && b <= '9') || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
  }

  /** The same letters may stand in a text, where they may. */
  private static @Nullable String read(byte[] json, JsonMapper mapper) {
    try (JsonParser parser = mapper.createParser(json)) {
      try {
        while (parser.nextToken() != null) {}
        return null;
      } catch (StreamConstraintsException tooLong) {
        return parser.streamReadContext().pathAsPointer().toString();
      }
    }
  }

  private LongNumbers() {}
}
