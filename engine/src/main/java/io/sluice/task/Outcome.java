package io.sluice.task;

import java.time.Duration;
import java.util.Objects;

/** What a worker reports of a task that it has claimed. */
public sealed interface Outcome {
  /**
   * Done.
   *
   * @param result its bytes; empty for none
   */
  record Succeed(byte[] result) implements Outcome {
    public Succeed {
      Objects.requireNonNull(result, "result must not be null");
    }
  }

  /** Failed, runs again after the delay; the attempt counts. */
  record Retry(Duration delay, Failure failure) implements Outcome {
    public Retry {
      Objects.requireNonNull(delay, "delay must not be null");
      Objects.requireNonNull(failure, "failure must not be null");
    }
  }

  /** Failed for good: to the dead letters. */
  record Bury(Failure failure) implements Outcome {
    public Bury {
      Objects.requireNonNull(failure, "failure must not be null");
    }
  }

  /** Not done and not failed: back to ready at once, first in line; the attempt does not count. */
  record Release() implements Outcome {}

  /**
   * Not done and not failed: waits for the delay, then comes up again; the attempt does not count.
   */
  record Snooze(Duration delay) implements Outcome {
    public Snooze {
      Objects.requireNonNull(delay, "delay must not be null");
    }
  }

  /**
   * Not done and not failed, since what its group needs is throttled: back to its place, and the
   * group rests for the time, on all workers. A task without a group waits for it alone. The
   * attempt does not count.
   */
  record Throttle(Duration time) implements Outcome {
    public Throttle {
      Objects.requireNonNull(time, "time must not be null");
    }
  }

  /** Stopped, since somebody asked for it. */
  record Cancel() implements Outcome {}

  Outcome RELEASE = new Release();
  Outcome CANCEL = new Cancel();
}
