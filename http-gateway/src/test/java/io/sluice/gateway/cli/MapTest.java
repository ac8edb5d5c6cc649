package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapTest extends RemoteCommands {
  @Test
  void printsALineForEachResultInOrder() {
    CommandRun run = runWithInput(numbers(3_000), "map", "demo", "demo.echo", "--ordered");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.jsonLines())
        .extracting(line -> line.path("result").asInt())
        .isEqualTo(IntStream.range(0, 3_000).boxed().toList());
  }

  @Test
  void endsWith1AtTheFirstFailureAndCancelsTheOthers() {
    CommandRun run =
        runWithInput("1\nno json\n" + numbers(5), "map", "unworked", "t", "--window", "2");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("line 2: The request or its body cannot be read", "malformed_json")
        .contains("not complete: results printed: 1, parts cancelled: ");
    assertThat(run.jsonLines()).singleElement().satisfies(MapTest::isRefusedLine2);
  }

  @Test
  void printsFailuresAmongTheResultsWhenTheyAreValues() {
    CommandRun run =
        runWithInput("1\n\n{\"a\":\n2", "map", "demo", "demo.echo", "--on-failure", "value");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith("line 3: ");
    assertThat(run.jsonLines()).hasSize(3);
  }

  @Test
  void leavesFailuresOutWhenTheyAreIgnored() {
    CommandRun run =
        runWithInput("1\n{\"a\":\n2", "map", "demo", "demo.echo", "--on-failure", "ignore");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.jsonLines()).hasSize(2);
  }

  @Test
  void refusesOptionsOfTheGatewaysRange() {
    CommandRun run = runWithInput("1\n", "map", "demo", "demo.echo", "--window", "0");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("window must be a number from 1 to 1024, is '0'");
  }

  private static void isRefusedLine2(tools.jackson.databind.JsonNode line) {
    assertThat(line.path("index").asInt()).isEqualTo(1);
    assertThat(line.path("line").asInt()).isEqualTo(2);
    assertThat(line.path("status").asInt()).isEqualTo(400);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }
}
