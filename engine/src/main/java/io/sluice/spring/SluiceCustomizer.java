package io.sluice.spring;

import io.sluice.SluiceBuilder;

/** A bean that has a say in how the engine of the application is built. */
@FunctionalInterface
public interface SluiceCustomizer {
  void customize(SluiceBuilder builder);
}
