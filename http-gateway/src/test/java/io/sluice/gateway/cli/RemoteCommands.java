package io.sluice.gateway.cli;

import io.sluice.gateway.support.TestGateway;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Commands against a gateway of their own. */
abstract class RemoteCommands {
  private static TestGateway gateway;

  @BeforeAll
  static void startGateway() {
    gateway = TestGateway.start();
  }

  @AfterAll
  static void stopGateway() {
    gateway.close();
  }

  static TestGateway gateway() {
    return gateway;
  }

  static CommandRun run(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--server=" + gateway.http().url());
    return CommandRun.of(line.toArray(String[]::new));
  }

  static CommandRun runWithInput(String input, String... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(words);
    } finally {
      System.setIn(before);
    }
  }
}
