package io.sluice.codec;

import io.sluice.task.enqueue.TypeRef;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.json.JsonMapper;

/** What is known of each type; types beyond the bound are looked at anew each time. */
final class JsonForms {
  private static final int MAX_TYPES = 1_000;

  private final JsonMapper usual;
  private final JsonMapper strict;
  private final ConcurrentMap<TypeRef<?>, JsonForm> known = new ConcurrentHashMap<>();

  JsonForms(JsonMappers mappers) {
    usual = mappers.usual();
    strict = mappers.strict();
  }

  JsonForm of(TypeRef<?> type) {
    JsonForm form = known.get(type);
    if (form != null) {
      return form;
    }
    // By one thread only: Jackson makes a type anew under a lock, at which others would park.
    return known.size() < MAX_TYPES ? known.computeIfAbsent(type, this::made) : made(type);
  }

  private JsonForm made(TypeRef<?> type) {
    return new JsonForm(usual, strict, type.type());
  }
}
