package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.memory.VirtualClock;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchState;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time does to batches. */
class BatchClockTest implements BatchSetup {
  private final VirtualClock clock = VirtualClock.at(Instant.parse("2030-01-01T00:00:00Z"));
  private final Sluice sluice = Sluice.inMemory(clock);

  @AfterEach
  void stop() {
    sluice.close();
  }

  @Override
  public Sluice sluice() {
    return sluice;
  }

  @Override
  public String newQueue() {
    return "q";
  }

  @Test
  void aBatchThatNobodySealsIsSealedAfterAWeekAndDroppedAnHourAfterItsEnd() {
    BatchId batch = open("q", NewBatch.DEFAULT);
    add(batch, MEMBER.with("one"));
    clock.advance(Duration.ofDays(6));
    assertThat(view(batch).state()).isEqualTo(BatchState.OPEN);

    clock.advance(Duration.ofDays(2));
    eventually(() -> view(batch).state() == BatchState.SEALED);
    work("q", new ConcurrentLinkedQueue<>());
    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 1, 0, 0, 0));

    clock.advance(Duration.ofMinutes(50));
    assertThat(view(batch).state()).isEqualTo(BatchState.COMPLETE);
    clock.advance(Duration.ofMinutes(20));
    eventually(() -> sluice.batches().list("q", null, 10).block(SOON).batches().isEmpty());
  }
}
