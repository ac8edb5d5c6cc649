package io.sluice.protocol;

import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.Rules;
import io.sluice.script.Reply;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.time.Instant;

/** Reads what {@code stats} and {@code audit} answer. */
final class Counts {
  private static final int STATS_TOTALS = 12;
  private static final int AUDIT_TOTALS = 4;
  private static final int AUDIT_REPAIRED = 15;
  private static final int STATS_SETTINGS = 23;
  private static final double MILLIS = 1000;

  static QueueView view(QueueName queue, Reply reply) {
    Instant now = Instant.ofEpochMilli(reply.number(10));
    return new QueueView(
        queue,
        reply.number(0) == 1 ? Rules.pause(reply.list(STATS_SETTINGS)) : null,
        Rules.settings(reply.list(STATS_SETTINGS), reply.list(reply.size() - 1)),
        new QueueView.Counts(
            reply.number(1),
            reply.number(2),
            reply.number(3),
            reply.number(4),
            reply.number(5),
            reply.number(6),
            reply.number(7),
            reply.number(8)),
        totals(reply, STATS_TOTALS),
        rates(reply),
        age(reply, now),
        reply.number(9),
        reply.number(reply.size() - 3),
        1);
  }

  /** A next task that cannot be read has no age, and must not keep its queue from being counted. */
  private static Duration age(Reply reply, Instant now) {
    byte[] next = reply.bytes(11);
    String since = reply.text(reply.size() - 2);
    if (next.length == 0) {
      return Duration.ZERO;
    }
    try {
      Instant created = Envelope.createdAt(next);
      Instant moved =
          since.isEmpty() ? created : Instant.ofEpochMilli((long) Double.parseDouble(since));
      Duration age = Duration.between(moved.isAfter(created) ? moved : created, now);
      return age.isNegative() ? Duration.ZERO : age;
    } catch (StoreCorruptedException unreadable) {
      return Duration.ZERO;
    }
  }

  /** Counted since some instant: accepted, succeeded, retried, dead, cancelled, expired, purged. */
  private static QueueView.Rates rates(Reply reply) {
    int since = STATS_SETTINGS + 1;
    double seconds = reply.number(since) / MILLIS;
    if (seconds <= 0) {
      return QueueView.Rates.NONE;
    }
    long ended = reply.number(since + 2);
    for (int i = 4; i <= 7; i++) {
      ended += reply.number(since + i);
    }
    return new QueueView.Rates(
        reply.number(since + 1) / seconds,
        reply.number(since + 2) / seconds,
        reply.number(since + 3) / seconds,
        reply.number(since + 4) / seconds,
        ended / seconds);
  }

  static Ledger ledger(QueueName queue, Reply reply) {
    return new Ledger(
        queue,
        reply.number(0),
        reply.number(1),
        reply.number(2),
        reply.number(3),
        totals(reply, AUDIT_TOTALS),
        new Ledger.Corrections(reply.number(AUDIT_REPAIRED), reply.number(AUDIT_REPAIRED + 1)));
  }

  private static QueueView.Totals totals(Reply reply, int from) {
    return new QueueView.Totals(
        reply.number(from),
        reply.number(from + 1),
        reply.number(from + 2),
        reply.number(from + 3),
        reply.number(from + 4),
        reply.number(from + 5),
        reply.number(from + 6),
        reply.number(from + 7),
        reply.number(from + 8),
        reply.number(from + 9),
        reply.number(from + 10));
  }

  private Counts() {}
}
