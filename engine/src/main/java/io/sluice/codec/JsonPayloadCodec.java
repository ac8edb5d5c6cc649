package io.sluice.codec;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as JSON. No type is ever taken from the data. */
public final class JsonPayloadCodec implements PayloadCodec {
  private static final int MAX_DEPTH = 64;
  private static final byte[] NOTHING = {};

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          // A type may gain and lose fields while tasks of its older shape still wait.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  @Override
  public byte[] encode(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new InvalidTaskException(
          "/payload",
          value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(),
          e);
    }
  }

  @Override
  public <T> @Nullable T decode(byte[] bytes, Class<T> type) {
    if (type == byte[].class) {
      return type.cast(bytes);
    }
    if (bytes.length == 0 || type == Void.class) {
      return null;
    }
    try {
      return mapper.readValue(bytes, type);
    } catch (JacksonException e) {
      throw new InvalidTaskException(
          "/payload",
          bytes.length + " bytes are no " + type.getName() + ": " + e.getOriginalMessage(),
          e);
    }
  }
}
