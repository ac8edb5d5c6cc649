package io.sluice.gateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Counts the names it reads, also of what is stepped over, and stops where there are too many; and
 * knows how deep it is.
 */
final class CountingParser extends JsonParserDelegate {
  private static final int USUAL_DEPTH = 16;

  private int[] members = new int[USUAL_DEPTH];
  private int names;
  private int depth;
  private int deepest;

  CountingParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public @Nullable JsonToken nextToken() {
    JsonToken token = super.nextToken();
    if (token == null) {
      return null;
    }
    if (token == JsonToken.PROPERTY_NAME) {
      count();
    } else if (token.isStructStart()) {
      open();
      deepest = Math.max(deepest, depth);
    } else if (token.isStructEnd()) {
      depth--;
    }
    return token;
  }

  @Override
  public @Nullable String nextName() {
    return nextToken() == JsonToken.PROPERTY_NAME ? currentName() : null;
  }

  @Override
  public JsonParser skipChildren() {
    JsonToken token = currentToken();
    if (token == null || !token.isStructStart()) {
      return this;
    }
    leave(depth - 1);
    return this;
  }

  /** How many objects and arrays are open. */
  int depth() {
    return depth;
  }

  /** Steps on until no more objects and arrays are open than these. */
  void leave(int outside) {
    while (depth > outside && nextToken() != null) {
      // Counted as it passes.
    }
  }

  /** Steps to the end of the value that it stands on; answers how deep that is nested. */
  int skipMeasured() {
    JsonToken token = currentToken();
    if (token == null || !token.isStructStart()) {
      return 0;
    }
    int outside = depth - 1;
    deepest = depth;
    leave(outside);
    return deepest - outside;
  }

  /** The parser itself bounds how deep that may be. */
  private void open() {
    if (++depth == members.length) {
      members = Arrays.copyOf(members, 2 * members.length);
    }
    members[depth] = 0;
  }

  private void count() {
    if (++names > Json.MAX_NAMES) {
      throw tooMany("the document", Json.MAX_NAMES);
    }
    if (++members[depth] > Json.MAX_MEMBERS) {
      throw tooMany("an object", Json.MAX_MEMBERS);
    }
  }

  private StreamConstraintsException tooMany(String where, int most) {
    return new StreamConstraintsException(
        where + " has more than " + most + " fields", currentLocation());
  }
}
