package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamTest extends RemoteCommands {
  @Test
  void printsEachItemUntilTheTaskHasEnded() {
    CommandRun run = stream("{\"to\":3,\"ms\":10}", "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines()).containsExactly("1", "2", "3");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysWhenItemsAreVoidAndThatTheTaskIsDead() {
    CommandRun run = stream("{\"to\":1,\"ms\":300,\"fails\":9}", ",\"retry\":{\"maxAttempts\":1}");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is dead");
  }

  @Test
  void refusesATaskThatIsUnknown() {
    CommandRun run = run("stream", "demo", "nope");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("nope");
  }

  private static CommandRun stream(String payload, String more) {
    String location =
        gateway()
            .http()
            .enqueue("demo", "{\"type\":\"demo.count\",\"payload\":" + payload + more + "}")
            .header("Location");
    return run("stream", "demo", location.substring(location.lastIndexOf('/') + 1));
  }
}
