package io.sluice.gateway.api.flow;

import io.sluice.gateway.api.tasks.EnqueueBody;
import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.http.Line;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import org.jspecify.annotations.Nullable;

/**
 * The line that a part of a scatter came on.
 *
 * @param number from 1, blank lines counted
 * @param problem why it is no task; null if it is one
 */
record PartLine(long number, @Nullable Problem problem) {
  /** The part that a line describes. One of a bad line fails in its place among the others. */
  static Part<PartLine, byte[]> read(Reach reach, Line line, int maxLineBytes) {
    try {
      return EnqueueBody.parse(reach, whole(line, maxLineBytes))
          .correlate(new PartLine(line.number(), null));
    } catch (ProblemException bad) {
      return new Bad(new PartLine(line.number(), bad.problem()));
    }
  }

  private static byte[] whole(Line line, int maxLineBytes) {
    if (line.tooLong()) {
      throw Problem.of(
              ProblemCode.PAYLOAD_TOO_LARGE,
              "the line is longer than the limit of " + maxLineBytes + " bytes")
          .asException();
    }
    return line.bytes();
  }

  private record Bad(PartLine correlation) implements Part<PartLine, byte[]> {
    @Override
    public NewTask<?, byte[]> task() {
      throw new InvalidTaskException("", "line " + correlation.number() + " is no task");
    }
  }
}
