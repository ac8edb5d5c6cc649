package io.sluice.load.report.peers;

import io.sluice.load.result.RunVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All turns of a run: for each load a table with the median and the range of each figure, and how
 * many times that of each other peer Sluice's is. A ratio is one of two turns of the same round, so
 * that a slow phase of the machine is in both; told is the median of the rounds.
 *
 * @param setup what it was measured with, by the names that results have
 * @param remarks what a reader must know, such as who was left out and why
 */
public record PeersReport(List<Turn> turns, Map<String, Object> setup, List<String> remarks) {
  private static final String FILE = "peers.json";
  private static final List<Peer> OTHERS = List.of(Peer.BARE, Peer.BULLMQ);

  /** The worst first, as scripts are told. */
  private static final List<RunVerdict> WORST =
      List.of(
          RunVerdict.LOST_OR_DOUBLED,
          RunVerdict.RULE_BROKEN,
          RunVerdict.FAILED,
          RunVerdict.GENERATOR_BEHIND,
          RunVerdict.SLO_MISSED,
          RunVerdict.OK);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public PeersReport {
    turns = List.copyOf(turns);
    setup = new LinkedHashMap<>(setup);
    remarks = List.copyOf(remarks);
  }

  /** The worst that can be said of any turn. */
  public RunVerdict verdict() {
    return turns.stream()
        .map(Turn::verdict)
        .min(Comparator.comparing(WORST::indexOf))
        .orElse(RunVerdict.FAILED);
  }

  /** Null where no turn counts. */
  @Nullable Spread spread(Load load, Peer peer, Measure measure) {
    return Spread.of(
        of(load, peer).map(turn -> turn.figure(measure)).filter(Objects::nonNull).toList());
  }

  /** How many times the other's figure Sluice's is; null where no round has both. */
  @Nullable Spread ratio(Load load, Peer other, Measure measure) {
    return Spread.of(
        of(load, Peer.SLUICE)
            .flatMap(
                turn ->
                    of(load, other)
                        .filter(beside -> beside.round() == turn.round())
                        .map(beside -> ratio(turn.figure(measure), beside.figure(measure))))
            .filter(Objects::nonNull)
            .toList());
  }

  private static @Nullable Double ratio(@Nullable Double ours, @Nullable Double theirs) {
    return ours == null || theirs == null || theirs == 0 ? null : Double.valueOf(ours / theirs);
  }

  private Stream<Turn> of(Load load, Peer peer) {
    return turns.stream().filter(turn -> turn.load() == load && turn.peer() == peer);
  }

  private List<Load> loads() {
    return Arrays.stream(Load.values())
        .filter(load -> turns.stream().anyMatch(turn -> turn.load() == load))
        .toList();
  }

  private List<String> complaints() {
    return turns.stream()
        .filter(turn -> turn.verdict() != RunVerdict.OK)
        .map(Turn::complaint)
        .toList();
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    setup.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    for (Load load : loads()) {
      text.append('\n').append(load.title()).append('\n');
      text.append(
          line("", Peer.SLUICE.title(), "bare", "BullMQ", "Sluice / bare", "Sluice / BullMQ"));
      for (Measure measure : load.measures()) {
        text.append(
            line(
                "  " + measure.title(),
                told(spread(load, Peer.SLUICE, measure)),
                told(spread(load, Peer.BARE, measure)),
                told(spread(load, Peer.BULLMQ, measure)),
                toldRatio(ratio(load, Peer.BARE, measure)),
                toldRatio(ratio(load, Peer.BULLMQ, measure))));
      }
    }
    text.append('\n');
    Stream.concat(remarks.stream(), complaints().stream().map(line -> "left out: " + line))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String line(
      String name, String sluice, String bare, String bullMq, String toBare, String toBullMq) {
    return String.format(
                Locale.ROOT,
                "%-16s %26s %26s %26s %20s %20s",
                name,
                sluice,
                bare,
                bullMq,
                toBare,
                toBullMq)
            .stripTrailing()
        + "\n";
  }

  private static String told(@Nullable Spread spread) {
    if (spread == null) {
      return "-";
    }
    String format = spread.median() >= 1_000 ? "%,.0f" : "%.2f";
    return told(format, spread);
  }

  private static String toldRatio(@Nullable Spread ratio) {
    return ratio == null ? "-" : told("%.2f", ratio);
  }

  private static String told(String format, Spread spread) {
    String median = String.format(Locale.ROOT, format, spread.median());
    return spread.count() == 1
        ? median
        : median
            + String.format(
                Locale.ROOT, " (" + format + "-" + format + ")", spread.least(), spread.most());
  }

  /** Writes all of it into the folder, and gives the path of the file. */
  public Path write(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      Files.write(file, JSON.writeValueAsBytes(fields()));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the comparison to " + file + ": " + e, e);
    }
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schema", 1);
    fields.put("verdict", verdict().words());
    fields.put("setup", setup);
    fields.put("remarks", remarks);
    fields.put("leftOut", complaints());
    Map<String, Object> all = new LinkedHashMap<>();
    for (Load load : loads()) {
      Map<String, Object> measures = new LinkedHashMap<>();
      load.measures().forEach(measure -> measures.put(measure.wireName(), fields(load, measure)));
      all.put(load.wireName(), measures);
    }
    fields.put("loads", all);
    return fields;
  }

  private Map<String, Object> fields(Load load, Measure measure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Peer peer : Peer.values()) {
      put(fields, peer.title(), spread(load, peer, measure));
    }
    for (Peer other : OTHERS) {
      put(fields, "Sluice/" + other.title(), ratio(load, other, measure));
    }
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Spread spread) {
    if (spread != null) {
      fields.put(
          name,
          Map.of(
              "median", spread.median(),
              "least", spread.least(),
              "most", spread.most(),
              "rounds", spread.count()));
    }
  }
}
