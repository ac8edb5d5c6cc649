package io.sluice.worker;

import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.handler.BatchHandler;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.MonoSink;

/**
 * Runs that go through their handler together. A run that is interrupted leaves, before or while
 * the handler works; the others never notice.
 */
final class Batch<T, R> {
  private final BatchHandler<T, R> handler;
  private final Map<String, Member<T, R>> members = new LinkedHashMap<>();
  private final Disposable.Swap running = Disposables.swap();

  private boolean begun;

  private record Member<T, R>(TaskContext<T> context, MonoSink<R> sink) {}

  Batch(BatchHandler<T, R> handler) {
    this.handler = handler;
  }

  synchronized int size() {
    return members.size();
  }

  synchronized void add(TaskContext<T> context, MonoSink<R> sink) {
    members.put(key(context), new Member<>(context, sink));
  }

  /** Its run was interrupted. With nobody left there is nothing to be handled. */
  void leave(TaskContext<T> context) {
    if (take(key(context)) != null && isAbandoned()) {
      running.dispose();
    }
  }

  void run() {
    List<TaskContext<T>> tasks = begin();
    if (!tasks.isEmpty()) {
      running.update(
          Guarded.step(() -> outcomes(tasks).doOnNext(this::tell).then())
              .subscribe(nothing -> {}, this::failRest, this::nothingToldOfRest));
    }
  }

  private Flux<BatchOutcome<R>> outcomes(List<TaskContext<T>> tasks) {
    return Flux.from(
        Objects.requireNonNull(
            handler.handle(tasks), "the batch handler gave no publisher, but null"));
  }

  private void tell(BatchOutcome<R> outcome) {
    Member<T, R> member = take(keyOf(outcome));
    if (member != null) {
      Guarded.run(() -> tell(member, outcome));
    }
  }

  private static <T, R> void tell(Member<T, R> member, BatchOutcome<R> outcome) {
    MonoSink<R> sink = member.sink;
    if (outcome instanceof BatchOutcome.Succeed<R> done) {
      succeed(member, done);
    } else if (outcome instanceof BatchOutcome.Fail<R> failed) {
      sink.error(Caught.signalOf(failed.error()));
    } else {
      sink.error(new GivenBack());
    }
  }

  private static <T, R> void succeed(Member<T, R> member, BatchOutcome.Succeed<R> done) {
    try {
      Handlers.claimOf(member.context).then(done.followUps());
    } catch (InvalidTaskException tooMany) {
      member.sink.error(tooMany);
      return;
    }
    member.sink.success(done.result());
  }

  private void failRest(Throwable error) {
    takeAll().forEach(member -> Guarded.run(() -> member.sink.error(error)));
  }

  private void nothingToldOfRest() {
    takeAll()
        .forEach(
            member ->
                Guarded.run(
                    () ->
                        member.sink.error(
                            new IllegalStateException(
                                "the batch handler told no outcome of this task"))));
  }

  private synchronized List<TaskContext<T>> begin() {
    begun = true;
    members.values().forEach(member -> Handlers.claimOf(member.context).begin());
    return members.values().stream().map(Member::context).toList();
  }

  /** Whether the handler works for nobody; before it does, others may still join. */
  private synchronized boolean isAbandoned() {
    return begun && members.isEmpty();
  }

  private synchronized @Nullable Member<T, R> take(String key) {
    return members.remove(key);
  }

  private synchronized List<Member<T, R>> takeAll() {
    List<Member<T, R>> all = new ArrayList<>(members.values());
    members.clear();
    return all;
  }

  /** The context may be one of the user's own; what it throws ends the batch and nothing else. */
  private static String keyOf(BatchOutcome<?> outcome) {
    try {
      return key(outcome.task());
    } catch (Throwable thrown) {
      throw new IllegalStateException("an outcome of a batch does not tell its task", thrown);
    }
  }

  /** A task may come a second time while its first run has not left yet; then its token differs. */
  private static String key(TaskContext<?> context) {
    return context.id() + " " + context.token();
  }
}
