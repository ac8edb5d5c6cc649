package io.sluice.load.report.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.result.RunVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeersReportTest {
  @TempDir private Path folder = Path.of("");

  private final List<Turn> turns = new ArrayList<>();

  @Test
  void aRatioIsTheMedianOfTheRatiosOfTheRounds() {
    // The machine was three times as slow in the third round, for both.
    closed(Peer.SLUICE, 90_000, 60_000, 30_000);
    closed(Peer.BULLMQ, 10_000, 10_000, 3_000);

    Spread ratio = report().ratio(Load.CLOSED, Peer.BULLMQ, Measure.COMPLETED);

    assertThat(ratio).isEqualTo(new Spread(9, 6, 10, 3));
    assertThat(report().spread(Load.CLOSED, Peer.SLUICE, Measure.COMPLETED))
        .isEqualTo(new Spread(60_000, 30_000, 90_000, 3));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    closed(Peer.SLUICE, 4, 1, 3, 2);

    assertThat(report().spread(Load.CLOSED, Peer.SLUICE, Measure.COMPLETED))
        .isEqualTo(new Spread(2.5, 1, 4, 4));
  }

  @Test
  void aTurnThatLostATaskHasNoFiguresAndIsNamed() {
    closed(Peer.SLUICE, 50_000, 60_000);
    turns.add(turn(Peer.BARE, 1, RunVerdict.LOST_OR_DOUBLED, 900_000));
    turns.add(turn(Peer.BARE, 2, RunVerdict.OK, 120_000));

    PeersReport report = report();

    assertThat(report.spread(Load.CLOSED, Peer.BARE, Measure.COMPLETED))
        .isEqualTo(new Spread(120_000, 120_000, 120_000, 1));
    assertThat(report.ratio(Load.CLOSED, Peer.BARE, Measure.COMPLETED))
        .isEqualTo(new Spread(0.5, 0.5, 0.5, 1));
    assertThat(report.text())
        .contains("left out: bare, enqueue one by one")
        .contains("round 1: lost or doubled (because)")
        .doesNotContain("900,000");
    assertThat(report.verdict()).isEqualTo(RunVerdict.LOST_OR_DOUBLED);
  }

  @Test
  void whoeverIsLeftOutLeavesAGapAndTheRestIsTold() {
    closed(Peer.SLUICE, 50_000, 60_000, 70_000);
    closed(Peer.BARE, 100_000, 100_000, 100_000);

    String text = report("BullMQ: left out, because").text();

    assertThat(text)
        .containsPattern(
            "tasks/s +60,000 \\(50,000-70,000\\) +100,000 \\(100,000-100,000\\) +- +0\\.60 "
                + "\\(0\\.50-0\\.70\\) +-")
        .contains("BullMQ: left out, because");
    assertThat(report().verdict()).isEqualTo(RunVerdict.OK);
  }

  @Test
  void whatFailedIsWorseThanAGeneratorThatFellBehind() {
    turns.add(turn(Peer.SLUICE, 1, RunVerdict.GENERATOR_BEHIND, 1));
    assertThat(report().verdict()).isEqualTo(RunVerdict.GENERATOR_BEHIND);

    turns.add(Turn.failed(Peer.BULLMQ, Load.CLOSED, 1, "it ended with 3"));
    assertThat(report().verdict()).isEqualTo(RunVerdict.FAILED);
  }

  @Test
  void theSameIsWrittenAsJson() {
    closed(Peer.SLUICE, 90_000, 60_000, 30_000);
    closed(Peer.BULLMQ, 10_000, 10_000, 3_000);

    JsonNode root = JsonMapper.shared().readTree(report().write(folder).toFile());

    assertThat(root.at("/setup/cores").asInt()).isEqualTo(2);
    assertThat(root.at("/verdict").asString()).isEqualTo("ok");
    assertThat(root.at("/loads/closed/completedPerSecond/Sluice/median").asDouble())
        .isEqualTo(60_000);
    JsonNode ratio = root.at("/loads/closed/completedPerSecond/Sluice~1BullMQ");
    assertThat(ratio.at("/median").asDouble()).isEqualTo(9);
    assertThat(ratio.at("/least").asDouble()).isEqualTo(6);
    assertThat(ratio.at("/most").asDouble()).isEqualTo(10);
    assertThat(ratio.at("/rounds").asInt()).isEqualTo(3);
    assertThat(root.at("/loads/closed/completedPerSecond/bare").isMissingNode()).isTrue();
  }

  @Test
  void aResultIsReadAsItsRunWroteIt() throws IOException {
    Turn turn =
        read(
            """
            {"verdict": "ok", "problems": [],
             "summary": {"throughput": {"completedPerSecond": 5000.5},
               "redis": {"cpuMicrosPerTask": 7.5}, "client": {"cpuMicrosPerTask": null},
               "latencyMs": {"pickup": {"p50": 0.25}}},
             "ledger": {"lost": 0, "doubled": 0, "findings": []}}
            """);

    assertThat(turn.verdict()).isEqualTo(RunVerdict.OK);
    assertThat(turn.figure(Measure.COMPLETED)).isEqualTo(5000.5);
    assertThat(turn.figure(Measure.REDIS_CPU)).isEqualTo(7.5);
    assertThat(turn.figure(Measure.PICKUP_P50)).isEqualTo(0.25);
    assertThat(turn.figure(Measure.CLIENT_CPU)).isNull();
  }

  @Test
  void aResultWhoseLedgerIsNotCleanOrNotThereDoesNotCount() throws IOException {
    String figures = "\"summary\": {\"throughput\": {\"completedPerSecond\": 5000}}";
    Turn without = read("{\"verdict\": \"ok\", " + figures + "}");
    Turn doubled =
        read("{\"verdict\": \"ok\", " + figures + ", \"ledger\": {\"lost\": 0, \"doubled\": 1}}");

    assertThat(without.verdict()).isEqualTo(RunVerdict.FAILED);
    assertThat(without.figure(Measure.COMPLETED)).isNull();
    assertThat(doubled.verdict()).isEqualTo(RunVerdict.LOST_OR_DOUBLED);
    assertThat(doubled.figure(Measure.COMPLETED)).isNull();
  }

  @Test
  void whatIsNoResultHasFailedAndSaysWhy() throws IOException {
    assertThat(read("nonsense").why()).singleElement().asString().contains("no result can be read");
    assertThat(read("{\"problem\": \"no Redis answers\"}").why())
        .containsExactly("no Redis answers");
  }

  private Turn read(String text) throws IOException {
    return Turn.read(
        Peer.BULLMQ, Load.CLOSED, 1, Files.writeString(folder.resolve("result.json"), text));
  }

  private void closed(Peer peer, double... perSecond) {
    for (int i = 0; i < perSecond.length; i++) {
      turns.add(turn(peer, i + 1, RunVerdict.OK, perSecond[i]));
    }
  }

  private static Turn turn(Peer peer, int round, RunVerdict verdict, double perSecond) {
    List<String> why = verdict == RunVerdict.OK ? List.of() : List.of("because");
    return new Turn(peer, Load.CLOSED, round, verdict, why, Map.of(Measure.COMPLETED, perSecond));
  }

  private PeersReport report(String... remarks) {
    return new PeersReport(turns, Map.of("cores", 2), List.of(remarks));
  }
}
