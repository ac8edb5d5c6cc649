package io.sluice.task.enqueue;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;

/**
 * A kind of task: its name on the wire and the Java types on either side. Declare one constant and
 * share it between producer and worker; only the name is the contract, the types are local.
 *
 * @param name same grammar as queue names
 * @param payload what a handler takes; {@code byte[].class} passes the stored bytes untouched
 * @param result what a handler gives; {@code Void.class} for nothing
 */
public record TaskType<T, R>(String name, TypeRef<T> payload, TypeRef<R> result) {
  /**
   * @throws InvalidTaskException with pointer {@code /type} when the name breaks the grammar
   */
  public TaskType {
    if (!Grammar.isName(name)) {
      throw new InvalidTaskException(
          "/type", "task type " + Quoted.of(name) + " must match " + Grammar.NAME);
    }
  }

  public static <T, R> TaskType<T, R> of(String name, Class<T> payload, Class<R> result) {
    return new TaskType<>(name, TypeRef.of(payload), TypeRef.of(result));
  }

  /** Of a payload that is generic: {@code new TypeRef<List<Line>>() {}}. */
  public static <T, R> TaskType<T, R> of(String name, TypeRef<T> payload, Class<R> result) {
    return new TaskType<>(name, payload, TypeRef.of(result));
  }

  /** Of a result that is generic. */
  public static <T, R> TaskType<T, R> of(String name, Class<T> payload, TypeRef<R> result) {
    return new TaskType<>(name, TypeRef.of(payload), result);
  }

  /** Of a payload and a result that are generic. */
  public static <T, R> TaskType<T, R> of(String name, TypeRef<T> payload, TypeRef<R> result) {
    return new TaskType<>(name, payload, result);
  }

  /** A type whose payload and result stay the bytes they are. */
  public static TaskType<byte[], byte[]> raw(String name) {
    return of(name, byte[].class, byte[].class);
  }

  /** A task of this type, ready to be enqueued; options are added on the result. */
  public NewTask<T, R> with(T payload) {
    return new NewTask<>(this, payload);
  }
}
