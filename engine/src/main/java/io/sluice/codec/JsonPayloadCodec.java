package io.sluice.codec;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.PayloadCodec;
import io.sluice.task.enqueue.TypeRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as JSON. No type is ever taken from the data. What could not be read again is not
 * written: a value that is nested too deeply or holds too long a number, and a type that has
 * something to lose, which is tried with its first value.
 */
public final class JsonPayloadCodec implements PayloadCodec {
  private static final byte[] NOTHING = {};

  /** Of the Jackson 2 annotations that Jackson 3 uses; those before 2.21 have it not. */
  private static final String NEEDED = "com.fasterxml.jackson.annotation.JsonSerializeAs";

  private final JsonForms forms;

  /**
   * @throws IllegalStateException when the annotations of Jackson are too old; says what to write
   */
  public JsonPayloadCodec() {
    requireAnnotations();
    forms = new JsonForms(JsonMappers.OWN);
  }

  private JsonPayloadCodec(JsonForms forms) {
    this.forms = forms;
  }

  /**
   * Writes as a mapper of the application does: with its modules, its names and its limits.
   *
   * @param mapper a {@code tools.jackson.databind.json.JsonMapper}
   * @throws IllegalArgumentException when it is something else
   */
  public static JsonPayloadCodec like(Object mapper) {
    if (!(mapper instanceof JsonMapper json)) {
      throw new IllegalArgumentException(
          "the mapper must be a JsonMapper of Jackson 3, is " + mapper.getClass().getName());
    }
    return new JsonPayloadCodec(new JsonForms(JsonMappers.like(json)));
  }

  /** Whoever manages Jackson 2 for an application manages them for Jackson 3 as well. */
  private static void requireAnnotations() {
    try {
      Class.forName(NEEDED, false, JsonPayloadCodec.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "jackson-annotations is too old for Jackson 3, which needs 2.21 or later: manage"
              + " com.fasterxml.jackson.core:jackson-annotations:2.21 in the pom",
          e);
    }
  }

  @Override
  public byte[] encode(@Nullable Object value, TypeRef<?> type) {
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    try {
      return forms.of(type).write(value);
    } catch (JacksonException | NotKept e) {
      throw new InvalidTaskException(
          "/payload", JsonFault.name(type) + " would not come back: " + JsonFault.of(e), e);
    }
  }

  @Override
  public <T> @Nullable T decode(byte[] bytes, TypeRef<T> type) {
    if ((bytes.length == 0 && !type.is(byte[].class)) || type.is(Void.class)) {
      return null;
    }
    try {
      @SuppressWarnings("unchecked") // the form was made for this type
      T value = (T) (type.is(byte[].class) ? bytes : forms.of(type).read(bytes));
      return value;
    } catch (JacksonException e) {
      throw new InvalidTaskException(
          "/payload", "this is no " + JsonFault.name(type) + ": " + JsonFault.of(e), e);
    }
  }
}
