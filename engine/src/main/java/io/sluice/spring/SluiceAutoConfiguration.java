package io.sluice.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.sluice.Sluice;
import io.sluice.SluiceBuilder;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.event.EngineListener;
import io.sluice.memory.MemoryServer;
import io.sluice.metrics.EnqueueObservations;
import io.sluice.metrics.TaskObservations;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.PayloadCodec;
import io.sluice.task.handler.TaskInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * An engine, and the workers of the methods with {@link TaskHandler}, for Spring Boot 3.5 and 4.
 * Other auto-configurations are named by text, since Boot 4 has them in other packages.
 */
@SuppressWarnings("exports") // who has no Spring does not use it
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@ConditionalOnProperty(name = "sluice.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SluiceProperties.class)
public class SluiceAutoConfiguration {
  private static final String JSON_MAPPER = "tools.jackson.databind.json.JsonMapper";
  private static final String HEALTH_OF_BOOT_4 =
      "org.springframework.boot.health.contributor.ReactiveHealthIndicator";
  private static final String HEALTH_OF_BOOT_3 =
      "org.springframework.boot.actuate.health.ReactiveHealthIndicator";
  private static final String HEALTH_ENABLED = "management.health.sluice.enabled";

  /** Spring makes one. */
  public SluiceAutoConfiguration() {}

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Sluice sluice(
      SluiceProperties properties,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<PayloadCodec> codec,
      ObjectProvider<EncryptionKeys> keys,
      ObjectProvider<EngineListener> listener,
      ObjectProvider<EnqueueInterceptor> interceptors,
      ObjectProvider<SluiceCustomizer> customizers) {
    SluiceBuilder builder = Sluice.builder(config(properties, environment, bundles));
    codec.ifUnique(builder::codec);
    keys.ifUnique(builder::encrypt);
    listener.ifUnique(builder::listener);
    interceptors.orderedStream().forEach(builder::intercept);
    customizers.orderedStream().forEach(each -> each.customize(builder));
    return properties.inMemory() ? builder.connect(MemoryServer.create()) : builder.connect();
  }

  @Bean
  @ConditionalOnMissingBean
  SluiceWorkers sluiceWorkers(
      Sluice sluice,
      SluiceProperties properties,
      ConfigurableListableBeanFactory beans,
      ObjectProvider<TaskInterceptor> interceptors) {
    return new SluiceWorkers(
        sluice,
        properties,
        new HandlerMethods(beans, properties.queue()),
        interceptors.orderedStream().toList());
  }

  private static SluiceConfig config(
      SluiceProperties properties, Environment environment, ObjectProvider<SslBundles> bundles) {
    if (properties.inMemory()) {
      return properties.config("memory:");
    }
    if (properties.redisUri() != null) {
      return properties.config(properties.redisUri());
    }
    SpringRedis redis = SpringRedis.in(environment);
    return properties.config(redis.uri()).withRedisTls(redis.tls(bundles.getIfAvailable()));
  }

  /** Payloads as the rest of the application writes JSON, where that is Jackson 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = JSON_MAPPER)
  static class Json {
    @Bean
    @ConditionalOnMissingBean(PayloadCodec.class)
    @ConditionalOnBean(type = JSON_MAPPER)
    PayloadCodec sluicePayloadCodec(ConfigurableListableBeanFactory beans)
        throws ClassNotFoundException {
      return JsonPayloadCodec.like(
          beans.getBean(Class.forName(JSON_MAPPER, false, beans.getBeanClassLoader())));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Meters {
    @Bean
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    SluiceCustomizer sluiceMeters(MeterRegistry registry) {
      return builder -> builder.meters(registry);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  static class Observations {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(ObservationRegistry.class)
    TaskObservations sluiceObservations(ObservationRegistry registry) {
      return new TaskObservations(registry);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(ObservationRegistry.class)
    EnqueueObservations sluiceEnqueueObservations(ObservationRegistry registry) {
      return new EnqueueObservations(registry);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = HEALTH_OF_BOOT_4)
  @ConditionalOnProperty(name = HEALTH_ENABLED, matchIfMissing = true)
  static class HealthOfBoot4 {
    @Bean
    @ConditionalOnMissingBean(name = "sluiceHealthIndicator")
    org.springframework.boot.health.contributor.ReactiveHealthIndicator sluiceHealthIndicator(
        Sluice sluice, SluiceWorkers workers) {
      return new Boot4Health(sluice, workers);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = HEALTH_OF_BOOT_3)
  @ConditionalOnMissingClass(HEALTH_OF_BOOT_4)
  @ConditionalOnProperty(name = HEALTH_ENABLED, matchIfMissing = true)
  static class HealthOfBoot3 {
    @Bean
    @ConditionalOnMissingBean(name = "sluiceHealthIndicator")
    org.springframework.boot.actuate.health.ReactiveHealthIndicator sluiceHealthIndicator(
        Sluice sluice, SluiceWorkers workers) {
      return new Boot3Health(sluice, workers);
    }
  }
}
