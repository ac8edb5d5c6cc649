package io.sluice.codec;

import java.util.function.Supplier;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Jackson, told to keep what it can: what is written is within the limits of what is read, and
 * dates keep their zone. Texts and names are as long as the payload may be.
 */
final class JsonMappers {
  static final int MAX_DEPTH = 64;

  /** Longer ones take time that grows with the square of their length. */
  static final int MAX_NUMBER_LENGTH = 1_000;

  /** Those of Sluice alone. */
  static final JsonMappers OWN = new JsonMappers(() -> JsonMapper.builder(factory()));

  private final Supplier<JsonMapper.Builder> base;

  private JsonMappers(Supplier<JsonMapper.Builder> base) {
    this.base = base;
  }

  /** With the modules, names and limits of another one, and all that keeps what can be kept. */
  static JsonMappers like(JsonMapper other) {
    return new JsonMappers(other::rebuild);
  }

  /** Reads and writes. */
  JsonMapper usual() {
    return builder().build();
  }

  /**
   * Reads as the usual one does, and fails already at a type of which no value could be made. Only
   * for what is enqueued now: what waits already may do without such a value.
   */
  JsonMapper strict() {
    return builder()
        .addModule(new SimpleModule("sluice-read").setDeserializerModifier(new UnreadableTypes()))
        .build();
  }

  private JsonMapper.Builder builder() {
    return base.get()
        .addModule(new SimpleModule("sluice-write").setSerializerModifier(new HiddenFields()))
        .addModule(new EmptyObjects())
        // A type may gain and lose fields while tasks of its older shape still wait.
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        // What refers to itself is too deep.
        .disable(SerializationFeature.FAIL_ON_SELF_REFERENCES)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .build();
  }
}
