package io.sluice.worker;

import io.sluice.guard.Guarded;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * The slots of a worker, and with them its concurrency: as many claims are requested as there are
 * slots, and one more as each run ends.
 *
 * <p>Why not {@code flatMap}: it looks at all its inner sources whenever one ends, so that at
 * 100,000 slots the end of a run costs more than the run.
 */
final class Slots extends BaseSubscriber<Claim> {
  private final int count;
  private final TaskRun run;
  private final Strands strands;
  private final Consumer<Throwable> onError;

  Slots(int count, TaskRun run, Strands strands, Consumer<Throwable> onError) {
    this.count = count;
    this.run = run;
    this.strands = strands;
    this.onError = onError;
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    request(count);
  }

  @Override
  protected void hookOnNext(Claim claim) {
    strands.execute(
        () -> Guarded.step(() -> run.of(claim)).subscribe(nothing -> {}, this::failed, this::free));
  }

  @Override
  protected void hookOnError(Throwable error) {
    onError.accept(error);
  }

  private void failed(Throwable error) {
    onError.accept(error);
    free();
  }

  private void free() {
    request(1);
  }
}
