package io.sluice.load.report.peers;

import io.sluice.load.result.RunVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One peer doing one load once.
 *
 * @param round from 1
 * @param why what is wrong with it, in sentences
 * @param figures those that its result has; only those of a good turn count
 */
public record Turn(
    Peer peer,
    Load load,
    int round,
    RunVerdict verdict,
    List<String> why,
    Map<Measure, Double> figures) {

  public Turn {
    why = List.copyOf(why);
    figures = Map.copyOf(figures);
  }

  /** It came to no result. */
  public static Turn failed(Peer peer, Load load, int round, String why) {
    return new Turn(peer, load, round, RunVerdict.FAILED, List.of(why), Map.of());
  }

  /** Reads the result that it wrote; one that cannot be read has failed. */
  public static Turn read(Peer peer, Load load, int round, Path result) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(Files.readAllBytes(result));
    } catch (IOException | JacksonException e) {
      return failed(peer, load, round, "no result can be read from " + result + ": " + e);
    }
    if (root.at("/problem").isString()) {
      return failed(peer, load, round, root.at("/problem").asString());
    }
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      JsonNode figure = root.at(measure.path());
      if (figure.isNumber()) {
        figures.put(measure, figure.asDouble());
      }
    }
    List<String> why =
        Stream.of("/ledger/findings", "/problems")
            .flatMap(path -> root.at(path).valueStream())
            .map(JsonNode::asString)
            .toList();
    return new Turn(peer, load, round, verdict(root), why, figures);
  }

  /** A result without a ledger is none: nobody knows what its figures are of. */
  private static RunVerdict verdict(JsonNode root) {
    JsonNode ledger = root.at("/ledger");
    if (!ledger.at("/lost").isNumber() || !ledger.at("/doubled").isNumber()) {
      return RunVerdict.FAILED;
    }
    if (ledger.at("/lost").asLong() > 0 || ledger.at("/doubled").asLong() > 0) {
      return RunVerdict.LOST_OR_DOUBLED;
    }
    String words = root.at("/verdict").asString("");
    return Arrays.stream(RunVerdict.values())
        .filter(verdict -> verdict.words().equals(words))
        .findFirst()
        .orElse(RunVerdict.FAILED);
  }

  /** Null when this turn does not count, or has no such figure. */
  @Nullable Double figure(Measure measure) {
    return verdict == RunVerdict.OK ? figures.get(measure) : null;
  }

  /** How it went, for people. */
  public String told() {
    StringBuilder text = new StringBuilder(peer.title() + ", " + load.title() + ": ");
    if (verdict != RunVerdict.OK) {
      return text.append(verdict.words()).append(because()).toString();
    }
    for (Measure measure : load.measures()) {
      Double figure = figures.get(measure);
      text.append(
          figure == null ? "" : String.format(Locale.ROOT, "%,.2f %s  ", figure, measure.title()));
    }
    return text.toString().stripTrailing();
  }

  /** Tasks a second that ended; 0 when this turn does not count. */
  public double perSecond() {
    Double figure = figure(Measure.COMPLETED);
    return figure == null ? 0 : figure;
  }

  /** In a sentence, what makes that it does not count. */
  String complaint() {
    return peer.title()
        + ", "
        + load.title()
        + ", round "
        + round
        + ": "
        + verdict.words()
        + because();
  }

  private String because() {
    return why.isEmpty() ? "" : " (" + String.join("; ", why) + ")";
  }
}
