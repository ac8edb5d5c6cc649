package io.sluice.task.batch;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many of the ends of a batch a reader has taken, in each of its queues. The ends of several
 * queues have no common order, so one number does not say it.
 *
 * @param taken by queue; a queue that is missing is read from its first end on
 */
public record BatchPosition(Map<QueueName, Taken> taken) {
  /** Before the first end of each queue. */
  public static final BatchPosition BEGINNING = new BatchPosition(Map.of());

  private static final String POINTER = "/after";
  private static final String BETWEEN_QUEUES = ",";
  private static final String NUMBERS = "[0-9]{1,15}[.][0-9]{1,15}";

  /**
   * What was taken in one queue.
   *
   * @param count how many ends
   * @param atMillis when the last of them was, in ms since 1970 by the clock of Redis; tells it
   *     from another end that stands in its place after a failover
   */
  public record Taken(long count, long atMillis) {
    /** Nothing. */
    public static final Taken NONE = new Taken(0, 0);

    private static Taken parse(String text, String numbers) {
      if (!numbers.matches(NUMBERS)) {
        throw wrong(text);
      }
      int dot = numbers.indexOf('.');
      return new Taken(
          Long.parseLong(numbers.substring(0, dot)), Long.parseLong(numbers.substring(dot + 1)));
    }
  }

  public BatchPosition {
    taken = Map.copyOf(taken);
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @throws InvalidTaskException with pointer {@code /after} when it is no position
   */
  public static BatchPosition parse(String text) {
    Map<QueueName, Taken> taken = new TreeMap<>();
    for (String one : text.isEmpty() ? new String[0] : text.split(BETWEEN_QUEUES, -1)) {
      int colon = one.lastIndexOf(':');
      if (colon < 0 || !Grammar.isName(one.substring(0, colon))) {
        throw wrong(text);
      }
      QueueName queue = QueueName.of(one.substring(0, colon));
      taken.put(queue, Taken.parse(text, one.substring(colon + 1)));
    }
    return new BatchPosition(taken);
  }

  private static InvalidTaskException wrong(String text) {
    return new InvalidTaskException(
        POINTER,
        "position "
            + Quoted.of(text)
            + " must be that of a result, such as mail:12.1795941083202, or such of several queues"
            + " with commas between them");
  }

  /** What was taken in this queue. */
  public Taken in(QueueName queue) {
    return taken.getOrDefault(queue, Taken.NONE);
  }

  /** The same, but for what was taken in this queue. */
  public BatchPosition with(QueueName queue, Taken now) {
    Map<QueueName, Taken> all = new TreeMap<>(taken);
    all.put(queue, now);
    return new BatchPosition(all);
  }

  /** The position as a text, to go on from later; empty at the beginning. */
  public String text() {
    return new TreeMap<>(taken)
        .entrySet().stream()
            .map(
                one ->
                    one.getKey() + ":" + one.getValue().count() + "." + one.getValue().atMillis())
            .collect(Collectors.joining(BETWEEN_QUEUES));
  }
}
