package io.sluice.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class or method of tests that are given an engine: a parameter of type {@link
 * io.sluice.Sluice}, and in memory one of type {@link io.sluice.memory.VirtualClock}, by which the
 * engine goes then. Each test has an engine and a namespace of its own, closed after it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(SluiceExtension.class)
@SuppressWarnings("exports") // only tests use it, and they have JUnit
public @interface SluiceTest {
  /** Where tasks are kept. */
  Store value() default Store.MEMORY;

  /** Where tasks are kept. */
  enum Store {
    /** In this process. Nothing has to be there. */
    MEMORY,
    /**
     * In a Redis that is started for the tests of this process, on a free port of the loopback
     * interface. {@code org.signal:embedded-redis} has to be on the class path, which has binaries
     * for Linux and macOS.
     */
    REDIS
  }
}
