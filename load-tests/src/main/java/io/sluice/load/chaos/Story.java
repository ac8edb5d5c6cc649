package io.sluice.load.chaos;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tells all that is known of one task, in the order of time, with the faults near it. */
final class Story {
  private static final long NEAR_MILLIS = 10_000;

  private final Evidence evidence;
  private final Map<Integer, Long> pids;
  private final int task;
  private final long origin;

  private record Line(long at, String text) {}

  private Story(Evidence evidence, Map<Integer, Long> pids, int task) {
    this.evidence = evidence;
    this.pids = pids;
    this.task = task;
    this.origin = evidence.sends().sentAt(task);
  }

  /**
   * The story as lines of text.
   *
   * @param pids process ids of workers by their numbers
   */
  static String of(Evidence evidence, Map<Integer, Long> pids, int task) {
    return new Story(evidence, pids, task).told();
  }

  private String told() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "task %d, id %s, in the end %s with %d crashes; ms since it was sent:%n",
            task,
            evidence.sends().id(task),
            evidence.fates().of(task),
            evidence.fates().crashes(task)));
    List<History.Entry> entries = evidence.history().of(task);
    Stream.concat(Stream.concat(send(), entries.stream().map(this::line)), faultsNear(entries))
        .sorted(Comparator.comparingLong(Line::at))
        .forEach(
            line ->
                text.append(
                    String.format(Locale.ROOT, "%,10d  %s%n", line.at() - origin, line.text())));
    return text.toString();
  }

  private Stream<Line> send() {
    Line sent = new Line(origin, "sent");
    Sends.Send send = evidence.sends().send(task);
    return send == Sends.Send.UNKNOWN
        ? Stream.of(sent, new Line(origin, "never answered"))
        : Stream.of(sent, new Line(evidence.sends().answeredAt(task), send.name()));
  }

  private Line line(History.Entry entry) {
    Note note = entry.note();
    return new Line(
        note.at(),
        String.format(
            Locale.ROOT,
            "%s by worker %d (process %d), attempt %d, claim %016x of %,d",
            note.kind(),
            entry.worker(),
            pids.getOrDefault(entry.worker(), 0L),
            note.attempt(),
            note.claim(),
            note.claimedAt() - origin));
  }

  private Stream<Line> faultsNear(List<History.Entry> entries) {
    long end =
        entries.stream().mapToLong(entry -> entry.note().at()).max().orElse(origin) + NEAR_MILLIS;
    return evidence.faults().all().stream()
        .filter(fault -> fault.to() >= origin - NEAR_MILLIS && fault.from() <= end)
        .map(
            fault ->
                new Line(
                    fault.from(),
                    String.format(
                        Locale.ROOT,
                        "fault %s%s, for %,d ms",
                        fault.fault().wireName(),
                        fault.worker() == FaultLog.NOBODY ? "" : " of worker " + fault.worker(),
                        fault.to() - fault.from())));
  }
}
