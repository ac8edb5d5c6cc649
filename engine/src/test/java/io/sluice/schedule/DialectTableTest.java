package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs were seen to do with an expression, as far as a dialect stands for one of them. */
class DialectTableTest {
  /** Each with a line in docs/schedules.md. */
  private static final Set<String> REASONS =
      Set.of("decided", "fault", "never", "unread", "zone", "machine", "asked", "strict", "short");

  static Stream<DialectRow> rows() {
    return DialectRow.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aDialectDoesWhatItsProgramWasSeenToDo(DialectRow row) {
    assertThat(row.actual())
        .as(row.toString())
        .isEqualTo(row.deviates() ? row.ours() : row.expected());
  }

  @Test
  void eachDialectHasItsRowsAndItsDeviationsAreFewAndHaveAReason() {
    Map<String, List<DialectRow>> byDialect =
        rows()
            .collect(
                Collectors.groupingBy(
                    row -> row.dialect().word(), TreeMap::new, Collectors.toList()));

    byDialect.forEach(
        (dialect, rows) ->
            System.out.printf(
                "%s: %d rows, %d as seen, on purpose otherwise %s%n",
                dialect,
                rows.size(),
                rows.stream().filter(row -> !row.deviates()).count(),
                rows.stream()
                    .filter(DialectRow::deviates)
                    .collect(
                        Collectors.groupingBy(
                            DialectRow::why, TreeMap::new, Collectors.counting()))));

    assertThat(byDialect.keySet())
        .containsExactlyElementsOf(
            Arrays.stream(Dialect.values()).map(Dialect::word).sorted().toList());
    assertThat(byDialect.values()).allMatch(rows -> rows.size() >= 140);
    assertThat(rows().filter(DialectRow::deviates))
        .hasSizeLessThanOrEqualTo(83)
        .allMatch(row -> REASONS.contains(row.why()))
        .noneMatch(row -> row.ours().equals(row.expected()));
  }
}
