package io.sluice.gateway.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** Writes a value for programs, on one line, or for people. */
final class JsonTreeWriter {
  static String write(JsonTree tree, boolean pretty) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = pretty ? Json.prettyGenerator(bytes) : Json.generator(bytes)) {
      value(out, tree);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void value(JsonGenerator out, JsonTree tree) {
    if (tree instanceof JsonTree.Members object) {
      out.writeStartObject();
      object.all().forEach((name, member) -> value(out.writeName(name), member));
      out.writeEndObject();
    } else if (tree instanceof JsonTree.Items array) {
      out.writeStartArray();
      array.all().forEach(item -> value(out, item));
      out.writeEndArray();
    } else if (tree instanceof JsonTree.Text text) {
      out.writeString(text.value());
    } else if (tree instanceof JsonTree.Literal literal) {
      out.writeRawValue(literal.written());
    }
  }

  private JsonTreeWriter() {}
}
