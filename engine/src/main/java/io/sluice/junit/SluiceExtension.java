package io.sluice.junit;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.memory.VirtualClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests an engine; {@link SluiceTest} says where its tasks are kept, in memory without it.
 *
 * <p>A test that asks for a {@link VirtualClock} has an engine that goes by it, from 2030-01-01 on;
 * the others go by the clock of the system.
 */
@SuppressWarnings("exports") // only tests use it, and they have JUnit
public final class SluiceExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace OWN = Namespace.create(SluiceExtension.class);
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private static final String SPRING =
      "org.springframework.test.context.junit.jupiter.SpringExtension";

  /** All tests of the process share one; it ends with the process. */
  private static @Nullable TestServer server;

  /** JUnit makes one. */
  public SluiceExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Sluice.class || type == VirtualClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (isOfSpring(context)) {
      return ofSpring(parameter, context);
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "an engine is there for one test: ask for it in the method of the test or in"
              + " @BeforeEach");
    }
    return parameter.getParameter().getType() == VirtualClock.class
        ? clock(context)
        : engine(context);
  }

  /** Whether tests of this class have an application of Spring, which has an engine. */
  private static boolean isOfSpring(ExtensionContext context) {
    return AnnotationSupport.findRepeatableAnnotations(
            context.getRequiredTestClass(), ExtendWith.class)
        .stream()
        .flatMap(each -> Arrays.stream(each.value()))
        .anyMatch(each -> each.getName().equals(SPRING));
  }

  private static Object ofSpring(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == VirtualClock.class) {
      throw new ParameterResolutionException(
          "the engine of an application goes by the clock of the system: nobody can move it");
    }
    return SpringTests.engine(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Sluice sluice = context.getStore(OWN).remove(Sluice.class, Sluice.class);
    if (sluice != null) {
      sluice.close();
    }
  }

  private static VirtualClock clock(ExtensionContext context) {
    if (storeOf(context) == SluiceTest.Store.REDIS) {
      throw new ParameterResolutionException("a Redis goes by its own clock: nobody can move it");
    }
    Store kept = context.getStore(OWN);
    VirtualClock clock = kept.get(VirtualClock.class, VirtualClock.class);
    if (clock == null) {
      clock = VirtualClock.at(START);
      kept.put(VirtualClock.class, clock);
    }
    return clock;
  }

  private static Sluice engine(ExtensionContext context) {
    Store kept = context.getStore(OWN);
    Sluice sluice = kept.get(Sluice.class, Sluice.class);
    if (sluice == null) {
      sluice = storeOf(context) == SluiceTest.Store.REDIS ? onRedis() : inMemory(context);
      kept.put(Sluice.class, sluice);
    }
    return sluice;
  }

  private static Sluice onRedis() {
    String namespace = "test-" + UUID.randomUUID();
    return Sluice.builder(
            SluiceConfig.of(server().uri()).withNamespace(namespace).withMaintainAllQueues(true))
        .connect();
  }

  private static Sluice inMemory(ExtensionContext context) {
    return asksForClock(context) ? Sluice.inMemory(clock(context)) : Sluice.inMemory();
  }

  /** Also when the engine is the parameter before it. */
  private static boolean asksForClock(ExtensionContext context) {
    for (Class<?> type : context.getRequiredTestMethod().getParameterTypes()) {
      if (type == VirtualClock.class) {
        return true;
      }
    }
    return context.getStore(OWN).get(VirtualClock.class) != null;
  }

  private static SluiceTest.Store storeOf(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), SluiceTest.class)
        .or(
            () ->
                AnnotationSupport.findAnnotation(context.getRequiredTestClass(), SluiceTest.class))
        .map(SluiceTest::value)
        .orElse(SluiceTest.Store.MEMORY);
  }

  static String redisUri() {
    return server().uri();
  }

  private static synchronized TestServer server() {
    TestServer running = server;
    if (running == null) {
      running = TestServer.start();
      server = running;
    }
    return running;
  }
}
