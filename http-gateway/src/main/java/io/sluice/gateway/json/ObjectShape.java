package io.sluice.gateway.json;

import io.sluice.gateway.problem.FieldErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * What a JSON object may hold: each field with what to do with its value. A field that is not named
 * here is an error. A {@code null} means that the field is not given, save where null is a value.
 *
 * @param <T> where the values go
 */
public final class ObjectShape<T> {
  /**
   * @param holds what an object that is given as the value may hold; null where it holds no object
   * @param supported false for a field that is refused, since nothing keeps its promise yet
   */
  private record Field<T>(
      BiConsumer<T, JsonValue> reader,
      boolean nullIsValue,
      @Nullable ObjectShape<?> holds,
      boolean supported) {}

  private final Map<String, Field<T>> fields = new LinkedHashMap<>();

  private ObjectShape() {}

  public static <T> ObjectShape<T> empty() {
    return new ObjectShape<>();
  }

  public ObjectShape<T> field(String name, BiConsumer<T, JsonValue> reader) {
    return add(name, new Field<>(reader, false, null, true));
  }

  /** A field of which null is a value like any other. */
  public ObjectShape<T> nullableField(String name, BiConsumer<T, JsonValue> reader) {
    return add(name, new Field<>(reader, true, null, true));
  }

  /** A field that holds an object, which is read into what {@code into} gives. */
  public <U> ObjectShape<T> object(String name, ObjectShape<U> shape, Function<T, U> into) {
    return holding(
        name, shape, (target, value) -> value.objectInto(shape, () -> into.apply(target)));
  }

  /** A field that holds objects of a shape, in a form that the reader knows. */
  public ObjectShape<T> holding(
      String name, ObjectShape<?> shape, BiConsumer<T, JsonValue> reader) {
    return add(name, new Field<>(reader, false, shape, true));
  }

  /** A field of the contract that is refused, since to ignore it would break its promise. */
  public ObjectShape<T> notYet(String name) {
    return add(
        name,
        new Field<>((target, value) -> value.refuse("is not supported yet"), false, null, false));
  }

  /**
   * The fields that are taken, by their paths with dots; of an object, the fields that it holds.
   */
  public Set<String> supported() {
    return paths(true);
  }

  /** The fields that are known and refused, by the same paths. */
  public Set<String> notYet() {
    return paths(false);
  }

  private Set<String> paths(boolean supported) {
    Set<String> paths = new TreeSet<>();
    fields.forEach(
        (name, field) -> {
          if (field.holds() != null) {
            field.holds().paths(supported).forEach(path -> paths.add(name + '.' + path));
          } else if (field.supported() == supported) {
            paths.add(name);
          }
        });
    return paths;
  }

  private ObjectShape<T> add(String name, Field<T> field) {
    fields.put(name, field);
    return this;
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
      throw MalformedJson.because("an escape is half of a surrogate pair");
    }
    try (CountingParser parser = Json.requestParser(body)) {
      if (parser.nextToken() == null) {
        throw MalformedJson.because("the body is empty");
      }
      if (!nullIsNone || parser.currentToken() != JsonToken.VALUE_NULL) {
        new JsonValue(body, parser, "", errors).object(this, target);
      }
      if (parser.nextToken() != null) {
        throw MalformedJson.because("there is data after the JSON document");
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
