package io.sluice.gateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandRight() {
    TableText table =
        new TableText().column("NAME", "name").number("COUNT", row -> row.get("n").text());
    table.print(
        out,
        List.of(
            JsonTree.parse("{\"name\":\"long name\",\"n\":5}"), JsonTree.parse("{\"n\":1234567}")));
    table.print(out, List.of(JsonTree.parse("{\"name\":\"a\",\"n\":1}")));

    assertThat(text)
        .hasToString(
            """
            NAME         COUNT
            long name        5
            -          1234567
            a                1
            """);
  }

  @Test
  void whatOthersWroteCannotDriveTheTerminal() {
    JsonTree evil = JsonTree.parse("{\"name\":\"a\\u001b[2Jb\\u009bc\\nd\"}");
    new TableText().column("NAME", "name").print(out, List.of(evil));
    FieldsText.print(out, evil);

    assertThat(text).hasToString("NAME\na [2Jb c d\nname  a [2Jb c d\n");
  }

  @Test
  void longCellsAreCut() {
    assertThat(Printable.cell("x".repeat(100))).hasSize(80).endsWith("x…");
  }

  @Test
  void oneThingHasALineForEachFieldAndItsPayloadStaysJson() {
    FieldsText.print(
        out,
        JsonTree.parse(
            """
            {"id":"a","tags":["x","y"],"none":[],"counts":{"ready":1},"result":{"a":1},
             "failures":[{"type":"T","message":"m"}]}"""));

    assertThat(text)
        .hasToString(
            """
            id            a
            tags          x, y
            counts.ready  1
            result        {"a":1}
            failures.0    T  m
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0,-",
    "1500,1.5s",
    "9999,10.0s",
    "10000,10s",
    "59999,59s",
    "61000,1m1s",
    "3600000,1h0m",
    "90000000,1d1h"
  })
  void agesAreShort(long millis, String shown) {
    assertThat(Ages.ofMillis(millis)).isEqualTo(shown);
  }
}
