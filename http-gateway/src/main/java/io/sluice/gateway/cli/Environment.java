package io.sluice.gateway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the environment says where the command line says nothing. Blank is nothing too. */
final class Environment {
  static @Nullable String given(@Nullable String option, String variable) {
    if (option != null) {
      return option;
    }
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? null : value;
  }

  static @Nullable Path path(@Nullable Path option, String variable) {
    String file = given(option == null ? null : option.toString(), variable);
    return file == null ? null : Path.of(file);
  }

  private Environment() {}
}
