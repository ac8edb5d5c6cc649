package io.sluice.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that runs tasks of one type. All methods for one queue make a worker, which
 * starts with the application and stops before its web server does.
 *
 * <p>It takes the payload, or an {@link io.sluice.task.handler.TaskContext} of it, or both, or
 * nothing; the declared type says as what the payload is read. A method that returns a Publisher or
 * a {@code CompletionStage} must not block, as any handler of {@code WorkerBuilder.handle}; of
 * several values the last is the result. A method that returns anything else may block, and each
 * task has a thread of its own, as with {@code WorkerBuilder.handleBlocking}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskHandler {
  /** The type of the tasks. Placeholders are replaced. */
  String value();

  /** The queue of the tasks; that of the property {@code sluice.queue} when empty. */
  String queue() default "";

  /** Of a method that returns a Publisher or a {@code CompletionStage}: it may block until then. */
  boolean blocking() default false;

  /** Of a method that returns a Publisher: its values are kept for those who follow the task. */
  boolean emit() default false;
}
