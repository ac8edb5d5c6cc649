package io.sluice.load.report;

import io.sluice.load.measure.Environment;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was made with: without it no figure can be compared.
 *
 * @param options every option as given or by default, and the seed
 */
public record RunSetup(Instant at, Environment environment, Map<String, Object> options) {
  public RunSetup {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
