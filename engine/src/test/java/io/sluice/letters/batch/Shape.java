package io.sluice.letters.batch;

import io.sluice.letters.Duty;
import io.sluice.letters.Duty.Kind;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import java.util.List;

/** What kind of batch is gathered, and in what order its queues are looked after. */
enum Shape {
  /** A member in each queue. */
  PLAIN(24, List.of(first(), second()), "Jb Db Db Db Da Da Da Jb Db Db Db Ja Da Da Da", Shape.SEAL),
  /**
   * The members give follow-ups that are members: that of the home goes to the other queue; those
   * of the other queue stay there, and go to the home.
   */
  FOLLOWED(
      32,
      List.of(
          first(),
          second(),
          new Member(Shape.OTHER, Shape.SENT),
          new Member(Shape.OTHER, Shape.HERE),
          new Member(Shape.HOME, Shape.OVER)),
      "Db Db Db Da Da Da Da Da Da Jb Db Db Db Ja Da Da Da",
      Shape.SEAL),
  /** The batch is a member of another one, which has a callback as well. */
  NESTED(
      25, List.of(first(), second()), "Da Da Da Jb Db Db Db Ja Ja Da Da Da Da Da Da", Shape.SEAL),
  /** The batch is cancelled before its members have run. */
  CANCELLED(
      18, List.of(first(), second()), "Ja Ja Da Da Da Jb Jb Jb Db Db Db Ja Da Da Da", "cancel");

  static final String HOME = "a";
  static final String OTHER = "b";
  static final String BATCH = "B";
  static final String FIRST = "first";
  static final String SECOND = "second";

  private static final String SEAL = "seal";
  private static final String SENT = "sent";
  private static final String HERE = "here";
  private static final String OVER = "over";

  private final int calls;
  private final List<Member> members;
  private final List<String> round;
  private final String closing;

  /** A task that is in the batch when nothing goes wrong. */
  record Member(String queue, String id) {}

  Shape(int calls, List<Member> members, String round, String closing) {
    this.calls = calls;
    this.members = members;
    this.round = List.of(round.split(" ", -1));
    this.closing = closing;
  }

  private static Member first() {
    return new Member(HOME, FIRST);
  }

  private static Member second() {
    return new Member(OTHER, SECOND);
  }

  /** How many calls it takes when nothing goes wrong. */
  int calls() {
    return calls;
  }

  List<Member> members() {
    return members;
  }

  /** Queue by queue, what is done when no member waits to run: J judges, D delivers. */
  List<String> round() {
    return round;
  }

  /** How the batch is closed. */
  String closing() {
    return closing;
  }

  boolean isNested() {
    return this == NESTED;
  }

  /** Whether members run before the end. */
  boolean runs() {
    return this != CANCELLED;
  }

  /** What is enqueued when a member has succeeded. */
  List<FollowUp> then(String id) {
    NewTask<byte[], byte[]> leaf = new Duty(Kind.SAME, 0, 1, 0, id).task();
    if (this != FOLLOWED) {
      return List.of();
    }
    if (id.equals(FIRST)) {
      return leaf.then(OTHER, member(SENT)).followUps();
    }
    return id.equals(SECOND)
        ? leaf.then(OTHER, member(HERE)).then(HOME, member(OVER)).followUps()
        : List.of();
  }

  private static NewTask<byte[], byte[]> member(String id) {
    BatchId batch = new BatchId(BATCH, QueueName.of(HOME));
    return new Duty(Kind.SAME, 0, 2, 0, id).task().id(id).in(batch);
  }
}
