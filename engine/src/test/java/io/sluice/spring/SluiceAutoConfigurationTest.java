package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.Sluice;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TypeRef;
import io.sluice.task.handler.TaskContext;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class SluiceAutoConfigurationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(SluiceAutoConfiguration.class));

  private TestRedis redis;

  record Email(String sentTo) {}

  record Receipt(String messageId) {}

  static class Emails {
    @TaskHandler("email.send")
    Mono<Receipt> send(Email email) {
      return Mono.just(new Receipt("to " + email.sentTo()));
    }

    @TaskHandler("email.count")
    int count(List<Email> emails, TaskContext<List<Email>> task) {
      return emails.size() + task.attempt();
    }

    @TaskHandler("email.last")
    Flux<Long> last(TaskContext<Email> task) {
      return Flux.just(1L, (long) task.payload().sentTo().length());
    }

    @TaskHandler(value = "email.stage", blocking = true)
    CompletionStage<String> stage() {
      return CompletableFuture.completedFuture(Thread.currentThread().getName());
    }

    @TaskHandler(value = "${other.type}", queue = "${other.queue}")
    void other(Email email) {}
  }

  static class Twice {
    @TaskHandler("a")
    void one() {}

    @TaskHandler("a")
    void other() {}
  }

  static class Odd {
    @TaskHandler("odd")
    void odd(String one, String other) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class Handlers {
    @Bean
    Emails emails() {
      return new Emails();
    }
  }

  @BeforeEach
  void startRedis() {
    redis = TestRedis.start();
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  private ApplicationContextRunner withHandlers() {
    return application
        .withUserConfiguration(Handlers.class)
        .withPropertyValues(
            "sluice.redis-uri=" + redis.uri(),
            "sluice.workers.rest.concurrency=7",
            "other.type=other",
            "other.queue=rest");
  }

  @Test
  void methodsOfBeansRunTasksAsTheirSignaturesSay() {
    withHandlers()
        .run(
            context -> {
              Sluice sluice = context.getBean(Sluice.class);
              Email ann = new Email("ann");

              assertThat(result(sluice, TaskType.of("email.send", Email.class, Receipt.class), ann))
                  .isEqualTo(new Receipt("to ann"));
              assertThat(
                      result(
                          sluice,
                          TaskType.of("email.count", new TypeRef<List<Email>>() {}, Integer.class),
                          List.of(ann, ann)))
                  .isEqualTo(3);
              assertThat(result(sluice, TaskType.of("email.last", Email.class, Long.class), ann))
                  .isEqualTo(3L);
              assertThat(result(sluice, TaskType.of("email.stage", Void.class, String.class), null))
                  .startsWith("boundedElastic");
            });
  }

  @Test
  void eachQueueHasAWorkerWithItsSettings() {
    withHandlers()
        .run(
            context ->
                assertThat(context.getBean(SluiceWorkers.class).workers())
                    .extracting(worker -> worker.queue().value())
                    .containsExactlyInAnyOrder("default", "rest"));
    withHandlers()
        .run(
            context ->
                assertThat(context.getBean(SluiceWorkers.class).workers())
                    .filteredOn(worker -> worker.queue().value().equals("rest"))
                    .allMatch(worker -> worker.concurrency() == 7));
  }

  @Test
  void theRedisOfSpringIsTakenWhereNoneIsNamed() {
    String[] hostAndPort = redis.uri().replace("redis://", "").split(":", 2);
    application
        .withPropertyValues(
            "spring.data.redis.host=" + hostAndPort[0], "spring.data.redis.port=" + hostAndPort[1])
        .run(
            context ->
                assertThat(context.getBean(Sluice.class).health().block(SOON).ready()).isTrue());
  }

  @Test
  void theHealthTurnsWhenWorkersStopAndTheEngineGoesOn() {
    withHandlers()
        .run(
            context -> {
              ReactiveHealthIndicator health = context.getBean(ReactiveHealthIndicator.class);
              Sluice sluice = context.getBean(Sluice.class);
              assertThat(status(health)).isEqualTo("UP");

              context.getBean(SluiceWorkers.class).stop();

              assertThat(status(health)).isEqualTo("OUT_OF_SERVICE");
              assertThat(sluice.enqueue("default", TaskType.raw("x").with(new byte[0])).block(SOON))
                  .isNotNull();
            });
  }

  @Test
  void workersStopBeforeTheWebServerDoes() {
    int ofTheWebServer = Integer.MAX_VALUE - 1024;

    assertThat(SluiceWorkers.PHASE).isGreaterThan(ofTheWebServer);
  }

  @Test
  void theEngineIsClosedWithTheApplication() {
    withHandlers()
        .run(
            context -> {
              Sluice sluice = context.getBean(Sluice.class);

              ((GenericApplicationContext) context.getSourceApplicationContext()).close();

              assertThat(sluice.health().block(SOON).ready()).isFalse();
            });
  }

  @Test
  void theMetersOfTheApplicationAreThoseOfTheEngine() {
    withHandlers()
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context ->
                assertThat(
                        context.getBean(MeterRegistry.class).find("sluice.redis.connected").gauge())
                    .isNotNull());
  }

  @Test
  void payloadsAreWrittenAsTheApplicationWritesJson() {
    JsonMapper snakes =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    withHandlers()
        .withBean(JsonMapper.class, () -> snakes)
        .run(
            context ->
                assertThat(
                        result(
                            context.getBean(Sluice.class),
                            TaskType.of("email.send", Email.class, byte[].class),
                            new Email("ann")))
                    .asString()
                    .contains("message_id"));
  }

  @Test
  void anEngineThatIsNotWantedIsNotThere() {
    application
        .withPropertyValues("sluice.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(Sluice.class));
  }

  @Test
  void anEngineMayKeepItsTasksInMemory() {
    application
        .withPropertyValues("sluice.in-memory=true")
        .run(context -> assertThat(context).hasSingleBean(Sluice.class));
  }

  @Test
  void twoHandlersForOneTypeAreNamed() {
    application
        .withPropertyValues("sluice.in-memory=true")
        .withBean(Twice.class)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContainingAll(
                        "Twice.one", "Twice.other", "both handle a of default"));
  }

  @Test
  void aMethodThatCannotBeAHandlerIsNamed() {
    application
        .withPropertyValues("sluice.in-memory=true")
        .withBean(Odd.class)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("Odd.odd cannot be a handler: it must take a payload"));
  }

  @Test
  void everySettingIsDescribedForEditors() throws IOException {
    try (var in =
        SluiceProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      JsonNode described = new JsonMapper().readTree(in).get("properties");
      Set<String> names =
          described
              .valueStream()
              .map(each -> each.get("name").asString().replace("-", ""))
              .collect(Collectors.toSet());

      assertThat(names)
          .containsAll(
              Arrays.stream(SluiceProperties.class.getRecordComponents())
                  .map(each -> "sluice." + each.getName().toLowerCase(java.util.Locale.ROOT))
                  .toList());
    }
  }

  private static String status(ReactiveHealthIndicator indicator) {
    Health health = indicator.health().blockOptional(SOON).orElseThrow();
    return health.getStatus().getCode();
  }

  private static <T, R> R result(Sluice sluice, TaskType<T, R> type, T payload) {
    return sluice.enqueue("default", type.with(payload)).flatMap(sluice::result).block(SOON);
  }
}
