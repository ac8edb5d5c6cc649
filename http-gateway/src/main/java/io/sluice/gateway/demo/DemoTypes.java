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

  /**
   * @param ms how long, in milliseconds
   */
  record Sleep(long ms) {}

  record Fail(int times) {}

  private DemoTypes() {}
}
