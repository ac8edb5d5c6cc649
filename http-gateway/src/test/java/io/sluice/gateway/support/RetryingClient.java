package io.sluice.gateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Enqueues so many tasks that never run, one after the other, each with an id of its own; sends one
 * again when it was not told what became of it, as callers are told to do.
 */
public final class RetryingClient implements Runnable {
  /** What a balancer says when the server behind it is gone, and a server that has no Redis. */
  private static final Set<Integer> RETRYABLE = Set.of(502, 503, 504);

  private final Http http;
  private final String name;
  private final int tasks;
  private final Consumer<String> onDone;
  private final List<String> done = new ArrayList<>();
  private final List<String> retried = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param name in front of its ids
   * @param onDone is told each id that is known to be enqueued
   */
  public RetryingClient(Http http, String name, int tasks, Consumer<String> onDone) {
    this.http = http;
    this.name = name;
    this.tasks = tasks;
    this.onDone = onDone;
  }

  @Override
  public void run() {
    for (int i = 0; i < tasks; i++) {
      String id = name + '-' + i;
      boolean again = false;
      while (!isEnqueued(id, again)) {
        again = true;
      }
      done.add(id);
      onDone.accept(id);
    }
  }

  /** The ids that are enqueued for all it was told. */
  public List<String> done() {
    return done;
  }

  /** Why something was sent again. */
  public List<String> retried() {
    return retried;
  }

  /** Answers that should not have come. */
  public List<String> wrong() {
    return wrong;
  }

  private boolean isEnqueued(String id, boolean again) {
    try {
      Reply reply =
          http.enqueue("flood", "{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"" + id + "\"}");
      if (RETRYABLE.contains(reply.status())) {
        retried.add(String.valueOf(reply.status()));
        return false;
      }
      boolean taken = reply.status() == 202 && reply.member("id").equals(id);
      boolean takenBefore =
          again && reply.status() == 409 && reply.member("code").equals("duplicate_task");
      if (!taken && !takenBefore) {
        wrong.add(id + " was answered " + reply.status() + ": " + reply.text());
      }
      return true;
    } catch (UncheckedIOException closed) {
      IOException cause = closed.getCause();
      retried.add(cause == null ? closed.toString() : cause.getClass().getSimpleName());
      return false;
    }
  }
}
