package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.guard.Caught;
import io.sluice.task.handler.TaskContext;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * A call of a handler that may block, on a thread of its own. The time of the attempt begins with
 * the call; the thread is interrupted when the run is, and the slot is kept until it is left.
 */
final class BlockingRun<T, R> implements Runnable {
  private final BlockingCode<T, R> code;
  private final TaskContext<T> context;
  private final Claim claim;
  private final MonoSink<R> sink;
  private @Nullable Thread thread;
  private boolean cancelled;

  BlockingRun(BlockingCode<T, R> code, TaskContext<T> context, Claim claim, MonoSink<R> sink) {
    this.code = code;
    this.context = context;
    this.claim = claim;
    this.sink = sink;
  }

  /** Calls it there, as soon as there is a thread. */
  void on(Executor threads) {
    sink.onCancel(this::cancel);
    claim.enter();
    claim.waits();
    try {
      threads.execute(this);
    } catch (Throwable noThread) {
      claim.leave();
      sink.error(Caught.signalOf(noThread));
    }
  }

  @Override
  public void run() {
    try {
      if (begins()) {
        claim.begin();
        call();
      }
    } finally {
      claim.leave();
    }
  }

  /** What it throws once it was cancelled has nobody to go to. */
  private void call() {
    try {
      R result = code.handle(context);
      if (ends()) {
        sink.success(result);
      }
    } catch (Throwable thrown) {
      if (ends()) {
        sink.error(Caught.signalOf(thrown));
      }
    }
  }

  private synchronized boolean begins() {
    thread = Thread.currentThread();
    return !cancelled;
  }

  /** From now on the thread is not interrupted any more: it may be another's soon. */
  private synchronized boolean ends() {
    thread = null;
    return !cancelled;
  }

  private synchronized void cancel() {
    cancelled = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
