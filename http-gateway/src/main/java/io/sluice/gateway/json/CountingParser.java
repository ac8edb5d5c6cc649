package io.sluice.gateway.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.util.JsonParserDelegate;

/** Counts the names it reads, also of what is stepped over, and stops where there are too many. */
final class CountingParser extends JsonParserDelegate {
  private final int[] members = new int[Json.MAX_DEPTH + 2];
  private int names;
  private int depth;

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
      members[++depth] = 0;
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
    int outside = depth - 1;
    while (depth > outside && nextToken() != null) {
      // Counted as it passes.
    }
    return this;
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
