package io.sluice.remote;

import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of a task that it claimed.
 *
 * @param token as it came with the task
 */
public record Report(TaskId id, String token, Ended ended) {
  /** How the run ended. */
  public sealed interface Ended {
    /**
     * Done.
     *
     * @param result its bytes; empty for none
     * @param followUps what is enqueued exactly if the outcome is accepted
     */
    record Succeeded(byte[] result, List<FollowUp> followUps) implements Ended {
      /** Without follow-ups. */
      public Succeeded(byte[] result) {
        this(result, List.of());
      }
    }

    /**
     * Failed; the policy of the task says whether it is tried again.
     *
     * @param delay when to try again, or null for as the policy says
     */
    record Failed(Failure failure, @Nullable Duration delay) implements Ended {}

    /** Failed for good. */
    record Hopeless(Failure failure) implements Ended {}

    /** Not done and not failed: back at once, and the attempt does not count. */
    record Released() implements Ended {}

    /** Not done and not failed: again after the delay, and the attempt does not count. */
    record PutOff(Duration delay) implements Ended {}

    /** Not done and not failed: its group rests for this time, and the attempt does not count. */
    record Throttled(Duration time) implements Ended {}
  }
}
