package io.sluice.gateway.demo;

import io.sluice.task.enqueue.TaskType;

/** The task types of the demo and the queue they run on. */
public final class DemoTypes {
  public static final String QUEUE = "demo";

  /** Its result is its payload, byte for byte. */
  static final TaskType<byte[], byte[]> ECHO = TaskType.raw("demo.echo");

  /** Takes its time. */
  static final TaskType<Sleep, Void> SLEEP = TaskType.of("demo.sleep", Sleep.class, Void.class);

  /** Fails so many times, then succeeds. */
  static final TaskType<Fail, Void> FAIL = TaskType.of("demo.fail", Fail.class, Void.class);

  /** Emits numbers, which are kept as its stream. */
  static final TaskType<Count, Integer> COUNT =
      TaskType.of("demo.count", Count.class, Integer.class);

  /**
   * @param ms how long, in milliseconds
   */
  record Sleep(long ms) {}

  record Fail(int times) {}

  /**
   * @param to emits the numbers from 1 to this
   * @param ms between two numbers, in milliseconds
   * @param fails so many attempts fail after their last number
   */
  record Count(int to, long ms, int fails) {}

  private DemoTypes() {}
}
