package io.sluice.redis.property;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What calls did: their answer, all keys, and what was told to who listens. */
record Effect(@Nullable Object answer, Map<String, Object> keys, List<Object> told) {}
