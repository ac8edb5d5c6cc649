package io.sluice.gateway.json;

import io.sluice.encryption.Encrypted;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one JSON object, member by member. A member whose value is null is left out. */
public final class JsonObject {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final JsonGenerator out;

  private JsonObject(JsonGenerator out) {
    this.out = out;
  }

  /** The bytes of an object with the members that the given code puts. */
  public static byte[] write(Consumer<JsonObject> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = Json.generator(bytes)) {
      out.writeStartObject();
      members.accept(new JsonObject(out));
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  public JsonObject put(String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, value);
    }
    return this;
  }

  public JsonObject put(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  public JsonObject put(String name, @Nullable Long value) {
    return value == null ? this : put(name, value.longValue());
  }

  public JsonObject put(String name, @Nullable Integer value) {
    return value == null ? this : put(name, value.longValue());
  }

  public JsonObject put(String name, double value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  public JsonObject put(String name, boolean value) {
    out.writeBooleanProperty(name, value);
    return this;
  }

  public JsonObject put(String name, @Nullable Instant value) {
    return put(name, value == null ? null : WireTime.format(value));
  }

  public JsonObject put(String name, Consumer<JsonObject> members) {
    out.writeObjectPropertyStart(name);
    members.accept(this);
    out.writeEndObject();
    return this;
  }

  public JsonObject putStrings(String name, Collection<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(out::writeString);
    out.writeEndArray();
    return this;
  }

  /** An array of numbers; null stands for what is not known. */
  public JsonObject putNumbers(String name, Collection<? extends @Nullable Number> values) {
    out.writeArrayPropertyStart(name);
    for (Number value : values) {
      if (value == null) {
        out.writeNull();
      } else if (value instanceof Double number) {
        out.writeNumber(number);
      } else {
        out.writeNumber(value.longValue());
      }
    }
    out.writeEndArray();
    return this;
  }

  /** An array of objects. */
  public <T> JsonObject putAll(
      String name, Collection<T> items, BiConsumer<JsonObject, T> membersOf) {
    out.writeArrayPropertyStart(name);
    for (T item : items) {
      out.writeStartObject();
      membersOf.accept(this, item);
      out.writeEndObject();
    }
    out.writeEndArray();
    return this;
  }

  /** An object that is JSON already. */
  public JsonObject putJson(String name, byte @Nullable [] json) {
    if (json != null) {
      out.writeName(name);
      out.writeRawValue(new String(json, StandardCharsets.UTF_8));
    }
    return this;
  }

  /**
   * Bytes that a handler or a producer stored: as they are when they are JSON, else as a string:
   * their text, or Base64 where they are no text. No bytes are null. In place of bytes that are
   * encrypted, by whom: the id of the key, with {@code EncryptedBy} behind the name.
   */
  public JsonObject putStored(String name, byte[] stored) {
    String key = Encrypted.keyOf(stored);
    if (key != null) {
      return put(name + "EncryptedBy", key);
    }
    byte[] json = stored.length == 0 ? NULL : stored;
    if (Json.isJson(json)) {
      return putJson(name, json);
    }
    return put(
        name,
        Json.isUtf8(stored)
            ? new String(stored, StandardCharsets.UTF_8)
            : Base64.getEncoder().encodeToString(stored));
  }
}
