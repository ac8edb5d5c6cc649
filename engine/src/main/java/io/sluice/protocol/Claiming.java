package io.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.protocol.record.Attempts;
import io.sluice.protocol.record.Opened;
import io.sluice.protocol.record.Token;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a claim call says and is answered. */
public final class Claiming {
  private static final String LARGE = "large";

  /** The place of how many ms are left until the queue gives tasks out again, if there is any. */
  private static final int LEFT = 5;

  static Args args(Call call, ClaimTerms terms, int bytes) {
    Args args =
        new Args(5 + terms.types().size() + terms.adopted().size())
            .add(call.client())
            .add(call.seq())
            .add(terms.stands() ? terms.max() + " stands" : String.valueOf(terms.max()))
            .add(bytes)
            .add(terms.types().size());
    terms.types().forEach(args::add);
    terms.adopted().forEach(id -> args.add(id.value()));
    return args;
  }

  /** Whether what it gave before is to be made smaller first. */
  static boolean isLarge(Reply reply) {
    return reply.text(0).equals(LARGE);
  }

  public static ClaimReply read(Reply reply) {
    String status = reply.text(0);
    if (status.equals("gone")) {
      return new ClaimReply.Gone();
    }
    if (status.equals("old")) {
      return new ClaimReply.Late(reply.number(1));
    }
    if (status.equals("stands")) {
      return new ClaimReply.Stands();
    }
    if (status.equals("limited")) {
      return new ClaimReply.Limited(left(reply));
    }
    if (status.equals("paused")) {
      return new ClaimReply.Paused(left(reply));
    }
    return claimed(reply, 0);
  }

  /** The tasks that a reply tells of, from the place of the status on. */
  static ClaimReply.Claimed claimed(Reply reply, int at) {
    String status = reply.text(at);
    String token = reply.text(at + 1);
    Instant startedAt = Token.startedAt(token);
    Reply ids = reply.list(at + 2);
    Reply envelopes = reply.list(at + 3);
    Reply records = reply.list(at + 4);
    List<ClaimedTask> tasks = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Attempts attempts = records.has(i) ? Attempts.parse(records.bytes(i)) : Attempts.NONE;
      tasks.add(
          claimed(TaskId.stored(ids.text(i)), envelopes.bytes(i), token, startedAt, attempts));
    }
    return new ClaimReply.Claimed(tasks, status.equals("more"), status.equals("replayed"));
  }

  /**
   * What a session is told that it was given while it stood; empty when the message is none.
   *
   * @param message {@code number at id envelope}, without the envelope when that is large
   */
  static Optional<ClaimReply.Gift> gift(String session, byte[] message) {
    int[] blanks = new int[3];
    for (int i = 0, from = 0; i < blanks.length; i++) {
      int at = from;
      while (at < message.length && message[at] != ' ') {
        at++;
      }
      if (at == message.length) {
        return Optional.empty();
      }
      blanks[i] = at;
      from = at + 1;
    }
    String number = new String(message, 0, blanks[0], UTF_8);
    String startedAt = new String(message, blanks[0] + 1, blanks[1] - blanks[0] - 1, UTF_8);
    String id = new String(message, blanks[1] + 1, blanks[2] - blanks[1] - 1, UTF_8);
    byte[] envelope = Arrays.copyOfRange(message, blanks[2] + 1, message.length);
    String token = session + ":" + number + ":" + startedAt;
    return Optional.of(
        new ClaimReply.Gift(
            Long.parseLong(number),
            envelope.length == 0
                ? null
                : claimed(
                    TaskId.stored(id),
                    envelope,
                    token,
                    Instant.ofEpochMilli(Long.parseLong(startedAt)),
                    Attempts.NONE)));
  }

  private static @Nullable Duration left(Reply reply) {
    return reply.has(LEFT) ? Duration.ofMillis(reply.number(LEFT)) : null;
  }

  private static ClaimedTask claimed(
      TaskId id, byte[] envelope, String token, Instant startedAt, Attempts attempts) {
    Opened opened = Opened.of(id, envelope);
    return new ClaimedTask(
        opened.task(),
        token,
        startedAt,
        attempts.failures(),
        attempts.crashes(),
        attempts.firstFailedAt(),
        opened.unreadable());
  }

  private Claiming() {}
}
