package io.sluice.gateway.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a whole value; how deep it may be is bounded by the parser. */
final class JsonTreeReader {
  static JsonTree read(byte[] json) {
    try (JsonParser parser = Json.storedParser(json)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("it is empty");
      }
      JsonTree tree = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is data after the JSON value");
      }
      return tree;
    } catch (JacksonException error) {
      throw new IllegalArgumentException(MalformedJson.reason(error), error);
    }
  }

  /** The value that the parser stands on, up to its end. */
  static JsonTree value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonTree.Text(parser.getString());
      default -> new JsonTree.Literal(parser.getString());
    };
  }

  private static JsonTree object(JsonParser parser) {
    Map<String, JsonTree> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new JsonTree.Members(members);
  }

  private static JsonTree array(JsonParser parser) {
    List<JsonTree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new JsonTree.Items(items);
  }

  private JsonTreeReader() {}
}
