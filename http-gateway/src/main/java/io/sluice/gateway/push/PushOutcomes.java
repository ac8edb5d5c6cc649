package io.sluice.gateway.push;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.remote.Report;
import io.sluice.task.Failure;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What becomes of a task by what its target answered, or why it did not: see docs/push.md. */
final class PushOutcomes {
  private static final int ACCEPTED = 202;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAILURE = 500;

  /**
   * Refusals that may be taken back: they are of the time, or of how the target is set up, and not
   * of the request.
   */
  private static final Set<Integer> PASSING =
      Set.of(401, 403, 404, 408, 409, 421, 423, 425, TOO_MANY);

  /** The task goes back as it was. */
  static final PushEnd RELEASED = new PushEnd.Settled(new Report.Ended.Released());

  private static final byte[] NONE = new byte[0];

  static PushEnd of(PushAnswer answer, Instant now) {
    int status = answer.status();
    if (status == ACCEPTED) {
      return new PushEnd.Later();
    }
    if (status >= 200 && status < FIRST_REDIRECT) {
      byte[] result = answer.isCut() ? NONE : answer.body();
      return new PushEnd.Settled(new Report.Ended.Succeeded(result));
    }
    Duration rest =
        status == TOO_MANY || status == UNAVAILABLE
            ? RetryAfter.of(answer.retryAfter(), answer.date(), now)
            : null;
    if (rest != null) {
      return new PushEnd.Settled(new Report.Ended.Throttled(rest), rest);
    }
    Failure failure = failure(answer);
    boolean hopeless =
        status >= FIRST_REFUSAL && status < FIRST_FAILURE && !PASSING.contains(status);
    return new PushEnd.Settled(
        hopeless ? new Report.Ended.Hopeless(failure) : new Report.Ended.Failed(failure, null));
  }

  private static Failure failure(PushAnswer answer) {
    String status = HttpResponseStatus.valueOf(answer.status()).toString();
    boolean redirects = answer.status() >= FIRST_REDIRECT && answer.status() < FIRST_REFUSAL;
    return Failure.of(
        "push.status_" + answer.status(),
        "the target answered " + status + (redirects ? ", and redirects are not followed" : ""),
        excerpt(answer.body()));
  }

  /** For people: what is no text of one line a piece is shown as far as it is. */
  private static @Nullable String excerpt(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.isBlank() ? null : text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
  }

  /**
   * @param within the time that the request had
   */
  static PushEnd of(Throwable error, Duration within) {
    if (error instanceof AddressRefusedException) {
      return failed("push.address_refused", String.valueOf(error.getMessage()));
    }
    if (error instanceof TimeoutException) {
      return failed("push.timeout", "the target did not answer within " + within);
    }
    if (error instanceof UnknownHostException) {
      return failed("push.unknown_host", "the host has no address: " + error.getMessage());
    }
    if (error instanceof SSLException) {
      return failed("push.tls", "no TLS with the target: " + error.getMessage());
    }
    return error instanceof IOException
        ? failed("push.connection", "no answer from the target: " + error.getMessage())
        : failed("push.connection", "no answer of HTTP from the target: " + error);
  }

  /** The time of a task is over that its target was to settle. */
  static PushEnd unsettled(Duration within) {
    return failed(
        "push.unsettled", "the target answered 202 and did not settle the task within " + within);
  }

  /** A task names a target that will not do, or that may not be called. */
  static PushEnd refusedTarget(String why) {
    return new PushEnd.Settled(new Report.Ended.Hopeless(Failure.of("push.target_refused", why)));
  }

  static Report.Ended refusedFollowUps() {
    return new Report.Ended.Hopeless(
        Failure.of(
            "push.follow_ups", "the follow-ups of the task cannot be taken with its result"));
  }

  private static PushEnd failed(String type, String message) {
    return new PushEnd.Settled(new Report.Ended.Failed(Failure.of(type, message), null));
  }

  private PushOutcomes() {}
}
