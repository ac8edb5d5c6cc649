package io.sluice.gateway.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.TestRuns;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@SuppressWarnings(
    "NullAway.Init") // JUnit sets the directory and calls the method that sets the rest
class ReportsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String LEAST = "{\"schema\":1,\"scenario\":\"e2e\"}";

  @TempDir private Path dir;
  private TestRuns runs;
  private Reports reports;

  @BeforeEach
  void open() {
    runs = new TestRuns(dir.resolve("runs"));
    reports = Reports.in(runs.folder());
  }

  @AfterEach
  void close() {
    reports.close();
  }

  @Test
  void aListHasTheFiguresAndNotTheTimelines() {
    runs.put("real", TestRuns.real());
    Report listed = listed().get(0);
    Report report = Objects.requireNonNull(found("real"));

    assertThat(listed.row()).isEqualTo(report.row());
    assertThat(listed.timeline()).isNull();
    assertThat(listed.details().members()).isEmpty();
  }

  @Test
  void theNewestComeFirstAndOldOnesAreCountedAndNotListed() {
    IntStream.range(0, RunFolder.MOST_RUNS + 3)
        .forEach(i -> runs.put("run-" + i, LEAST.getBytes(UTF_8), NOON.plusSeconds(i)));
    Reports.Listed first = page(null, 150);
    Reports.Listed second = page(first.end(), 150);

    assertThat(first.reports()).hasSize(150).first().extracting(Report::name).isEqualTo("run-202");
    assertThat(first.total()).isEqualTo(203);
    assertThat(second.reports()).hasSize(50).last().extracting(Report::name).isEqualTo("run-3");
    assertThat(second.end()).isNull();
    assertThat(found("run-0")).as("by its name").isNotNull();
  }

  @Test
  void aPageGoesOnWhereTheOneBeforeEndedThoughARunHasCome() {
    for (String name : List.of("a", "b", "c", "d")) {
      runs.put(name, LEAST.getBytes(UTF_8), NOON);
    }
    Reports.Listed first = page(null, 2);
    runs.put("newer", LEAST.getBytes(UTF_8), NOON.plusSeconds(9));
    Reports.Listed second = page(first.end(), 2);

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(second)).containsExactly("c", "d");
  }

  @Test
  void whatIsTooLargeIsNotRead() throws IOException {
    Path file = runs.put("large", LEAST);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(ResultFile.MOST_BYTES + 1L);
    }
    runs.put(
        "wordy", "{\"schema\":1,\"config\":[\"" + "x".repeat(ResultFile.MOST_PART_BYTES) + "\"]}");

    assertThat(problemOf(found("large"))).contains("larger than the 32 MiB that are read");
    assertThat(problemOf(found("wordy"))).contains("its config is larger than 64 KiB");
    assertThat(listed()).allMatch(report -> report.problem() != null);
  }

  @Test
  void somethingElseInThePlaceOfAResultIsListed() throws IOException {
    Files.createDirectories(runs.folder().resolve("odd/result.json"));

    assertThat(problemOf(listed().get(0))).startsWith("result.json is no file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../outside", "a/b", "a\\b", "/etc", ".hidden", "ä", "none"})
  void aNameLeadsNowhereElse(String name) {
    new TestRuns(dir).put("outside", LEAST);
    runs.put("a/b", LEAST);
    runs.put(".hidden", LEAST);
    runs.put("ä", LEAST);

    assertThat(found(name)).isNull();
    assertThat(found(name + "\0")).isNull();
  }

  @Test
  void aFolderWhoseNameCannotBeAskedForIsListedWithWhatToDo() {
    runs.put("run 1", LEAST);

    assertThat(problemOf(listed().get(0))).contains("rename it");
    assertThat(found("run 1")).isNull();
  }

  @Test
  void whatIsNoRunIsNotListed() throws IOException {
    runs.put("run", LEAST);
    runs.put(".hidden", LEAST);
    runs.put("peers/closed-1", LEAST);
    Files.createDirectories(runs.folder().resolve("empty"));
    Files.writeString(runs.folder().resolve("notes.txt"), "x");

    assertThat(names(page(null, 9))).containsExactly("run");
  }

  @Test
  void aFolderThatIsNotThereIsSaidAndLookedForAgain() {
    assertThat(page(null, 9).problem()).startsWith("the folder of --reports is not there");
    assertThat(found("run")).isNull();
    runs.put("run", LEAST);

    assertThat(page(null, 9).problem()).isNull();
    assertThat(names(page(null, 9))).containsExactly("run");
  }

  @Test
  void aResultThatIsWrittenAgainIsReadAgain() {
    runs.put("run", LEAST.getBytes(UTF_8), NOON);
    assertThat(figure(listed().get(0), "scenario")).isEqualTo("e2e");
    runs.put("run", LEAST.replace("e2e", "fair").getBytes(UTF_8), NOON.plusSeconds(1));
    assertThat(figure(listed().get(0), "scenario")).isEqualTo("fair");
    runs.put("run", "{");
    assertThat(listed().get(0).problem()).isNotNull();
    runs.put("run", LEAST);

    assertThat(figure(listed().get(0), "scenario")).isEqualTo("e2e");
  }

  @Test
  void withoutAFolderThereIsNothing() {
    assertThat(Reports.NONE.enabled()).isFalse();
    assertThat(Reports.NONE.find("run").blockOptional(PATIENCE)).isEmpty();
    assertThat(Objects.requireNonNull(Reports.NONE.after(null, 9).block(PATIENCE)).reports())
        .isEmpty();
  }

  @Test
  void manyWhoAskAtOnceAreAnsweredOrToldThatItIsTooMuch() {
    runs.put("real", TestRuns.real());
    Set<String> outcomes =
        Flux.range(0, 1_000)
            .flatMap(
                i ->
                    reports
                        .find("real")
                        .map(Report::name)
                        .onErrorResume(error -> Mono.just(String.valueOf(error.getMessage()))),
                1_000)
            .collect(Collectors.toCollection(TreeSet::new))
            .block(PATIENCE);

    assertThat(outcomes)
        .isSubsetOf("real", "overloaded: too many wait for load reports")
        .contains("real");
  }

  private @Nullable Report found(String name) {
    return reports.find(name).block(PATIENCE);
  }

  private List<Report> listed() {
    return page(null, RunFolder.MOST_RUNS).reports();
  }

  private Reports.Listed page(@Nullable String position, int limit) {
    return Objects.requireNonNull(reports.after(position, limit).block(PATIENCE));
  }

  private static List<String> names(Reports.Listed page) {
    return page.reports().stream().map(Report::name).toList();
  }

  private static String figure(Report report, String name) {
    return report.row().get(name).text();
  }

  private static String problemOf(@Nullable Report report) {
    return String.valueOf(Objects.requireNonNull(report).problem());
  }
}
