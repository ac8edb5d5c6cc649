package io.sluice.letters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the handler of a task does, as its payload says.
 *
 * @param kind which follow-ups it gives
 * @param left how many tasks may follow it, one after the other
 * @param depth how many went before it
 * @param delayMs by how much it was put off
 * @param label what tells it from others
 */
public record Duty(Kind kind, int left, int depth, int delayMs, String label) {
  private static final TaskType<byte[], byte[]> WORK = TaskType.raw("work");
  private static final int MOST_DELAY_MS = 5_000;
  public static final String MORTAL = "mortal";
  private static final String OWN = "own";
  private static final int OWN_IDS = 30;
  private static final int GROUPS = 3;

  /** In the label of a member whose follow-ups may be members, before the home of its batch. */
  public static final String HOME = "@";

  /** Which follow-ups a handler gives. */
  public enum Kind {
    /** The same in each run. */
    SAME,
    /** Others in each run. */
    OTHER,
    /** One that does as it does. */
    ENDLESS
  }

  static Duty of(byte[] payload) {
    String[] words = new String(payload, ISO_8859_1).split(" ", -1);
    return new Duty(
        Kind.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        words[4]);
  }

  public byte[] payload() {
    return (kind + " " + left + " " + depth + " " + delayMs + " " + label).getBytes(ISO_8859_1);
  }

  /** Whether half of its runs fail for good. */
  boolean isMortal() {
    return label.startsWith(MORTAL);
  }

  /** A task of a chain that was enqueued with its first one takes this as its payload. */
  byte[] result() {
    return new Duty(Kind.SAME, 0, depth + 1, 0, "result-of-" + label).payload();
  }

  public NewTask<byte[], byte[]> task() {
    return WORK.with(payload());
  }

  /** What it gives in this run. */
  List<FollowUp> followUps(String queue, TaskId id, String token) {
    String who = queue + " " + id + (kind == Kind.OTHER ? " " + token : "");
    Random dice = new Random(who.hashCode() * 0x9E3779B97F4A7C15L);
    int many = left == 0 ? 0 : kind == Kind.ENDLESS ? 1 : dice.nextInt(4);
    List<FollowUp> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String target = World.QUEUES.get(dice.nextInt(World.QUEUES.size()));
      String label = kind == Kind.OTHER ? i + "-" + Integer.toHexString(token.hashCode()) : "" + i;
      boolean joins = this.label.contains(HOME) && dice.nextInt(3) > 0;
      NewTask<byte[], byte[]> task = joins ? member(dice, id, i) : next(dice, label);
      all.add(new FollowUp(QueueName.of(target), task, false));
    }
    return all;
  }

  private NewTask<byte[], byte[]> next(Random dice, String label) {
    boolean isEndless = kind == Kind.ENDLESS;
    int delay = !isEndless && dice.nextInt(5) == 0 ? 1 + dice.nextInt(MOST_DELAY_MS) : 0;
    boolean hasOwnId = !isEndless && dice.nextInt(8) == 0;
    int after = isEndless ? left : hasOwnId ? 0 : left - 1;
    NewTask<byte[], byte[]> task =
        new Duty(kind, after, depth + 1, delay, label).task().delay(Duration.ofMillis(delay));
    if (dice.nextInt(6) == 0) {
      task = task.group("g" + dice.nextInt(GROUPS));
    } else if (dice.nextInt(6) == 0) {
      task = task.priority(dice.nextInt(10));
    }
    return hasOwnId ? task.id(OWN + dice.nextInt(OWN_IDS)) : task;
  }

  /** A member of the batch of its predecessor, whose id its own one begins with. */
  private NewTask<byte[], byte[]> member(Random dice, TaskId predecessor, int i) {
    String home = label.substring(label.indexOf(HOME));
    String batch = predecessor.value().split("-", -1)[1];
    int delay = dice.nextInt(5) == 0 ? 1 + dice.nextInt(MOST_DELAY_MS) : 0;
    String own = (dice.nextInt(6) == 0 ? MORTAL : "" + i) + home;
    return new Duty(kind, left - 1, depth + 1, delay, own)
        .task()
        .delay(Duration.ofMillis(delay))
        .id(predecessor + "-" + i)
        .in(BatchId.parse(batch + home));
  }

  /** Whether a follow-up, as {@code queue id}, has an id that its handler gave. */
  static boolean hasOwnId(String task) {
    return task.contains(" " + OWN);
  }
}
