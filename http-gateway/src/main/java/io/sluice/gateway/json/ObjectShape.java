package io.sluice.gateway.json;

import io.sluice.gateway.problem.FieldErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * What a JSON object may hold: each field with what to do with its value. A field that is not named
 * here is an error. A {@code null} means that the field is not given, save where null is a value.
 *
 * @param <T> where the values go
 */
public final class ObjectShape<T> {
  private record Field<T>(BiConsumer<T, JsonValue> reader, boolean nullIsValue) {}

  private final Map<String, Field<T>> fields = new LinkedHashMap<>();

  private ObjectShape() {}

  public static <T> ObjectShape<T> empty() {
    return new ObjectShape<>();
  }

  public ObjectShape<T> field(String name, BiConsumer<T, JsonValue> reader) {
    fields.put(name, new Field<>(reader, false));
    return this;
  }

  /** A field of which null is a value like any other. */
  public ObjectShape<T> nullableField(String name, BiConsumer<T, JsonValue> reader) {
    fields.put(name, new Field<>(reader, true));
    return this;
  }

  /** A field of the contract that is refused, since to ignore it would break its promise. */
  public ObjectShape<T> notYet(String name) {
    return field(name, (target, value) -> value.refuse("is not supported yet"));
  }

  /**
   * Reads a whole document.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}
   */
  public void readDocument(byte[] body, T target, FieldErrors errors) {
    read(body, target, errors, false);
  }

  /**
   * Reads a document that need not be there: none at all and one that is {@code null}, which
   * generated clients send for none, say the same.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}
   */
  public void readDocumentIfAny(byte[] body, T target, FieldErrors errors) {
    if (body.length > 0) {
      read(body, target, errors, true);
    }
  }

  private void read(byte[] body, T target, FieldErrors errors, boolean nullIsNone) {
    if (!Json.isUtf8(body) || Json.hasNul(body)) {
      throw MalformedJson.because("the body is not UTF-8");
    }
    if (Surrogates.anyAlone(body)) {
      throw MalformedJson.because("an escape is one half of a surrogate pair");
    }
    try (CountingParser parser = Json.requestParser(body)) {
      if (parser.nextToken() == null) {
        throw MalformedJson.because("the body is empty");
      }
      if (!nullIsNone || parser.currentToken() != JsonToken.VALUE_NULL) {
        new JsonValue(body, parser, "", errors).object(this, target);
      }
      if (parser.nextToken() != null) {
        throw MalformedJson.because("something follows the JSON document");
      }
    } catch (JacksonException error) {
      throw MalformedJson.because(error);
    }
  }

  /** Reads the object that the parser stands at the start of, up to its end. */
  void readFields(JsonValue object, T target) {
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      JsonValue value = object.member(name);
      Field<T> field = fields.get(name);
      if (field == null) {
        value.noteUnknown(name, fields.keySet());
      } else if (field.nullIsValue() || !value.is(JsonToken.VALUE_NULL)) {
        field.reader().accept(target, value);
      }
      value.skipRest();
      value.stopIfFull();
    }
  }
}
