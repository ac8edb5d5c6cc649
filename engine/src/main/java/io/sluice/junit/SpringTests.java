package io.sluice.junit;

import io.sluice.Sluice;
import io.sluice.spring.SluiceAutoConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A class with {@link SluiceTest} beside Spring's annotations, those of a slice too: its
 * application has an engine for tests in place of its own, which all tests with that application
 * share. Spring finds this class by itself; without Spring it cannot be loaded.
 */
final class SpringTests implements ContextCustomizerFactory {
  /** Spring makes one. */
  SpringTests() {}

  static Sluice engine(ExtensionContext context) {
    return SpringExtension.getApplicationContext(context).getBean(Sluice.class);
  }

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> test, List<ContextConfigurationAttributes> attributes) {
    SluiceTest asked = TestContextAnnotationUtils.findMergedAnnotation(test, SluiceTest.class);
    return asked == null ? null : new EngineForTests(asked.value());
  }

  /** Equal ones share an application. */
  private record EngineForTests(SluiceTest.Store store) implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration merged) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("sluice-test", settings()));
      if (context instanceof BeanDefinitionRegistry registry) {
        new AnnotatedBeanDefinitionReader(registry, context.getEnvironment())
            .register(Imported.class);
      }
    }

    private Map<String, Object> settings() {
      Map<String, Object> settings = new HashMap<>();
      settings.put("sluice.namespace", "test-" + UUID.randomUUID());
      settings.put("sluice.maintain-all-queues", "true");
      settings.put("sluice.in-memory", String.valueOf(store == SluiceTest.Store.MEMORY));
      if (store == SluiceTest.Store.REDIS) {
        settings.put("sluice.redis-uri", SluiceExtension.redisUri());
      }
      return settings;
    }
  }

  /** A slice has only the auto-configurations that it names. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(SluiceAutoConfiguration.class)
  static class Imported {}
}
