package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A list of commands shows the first line of each description, so that is a sentence. */
class HelpTest {
  static Stream<CommandLine> commands() {
    return LoadCommand.commandLine().getSubcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsDescribedInSentences(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description())
        .as(command.getCommandName())
        .isNotEmpty()
        .allMatch(line -> line.endsWith("."));
  }

  @Test
  void theListOfCommandsCutsNoSentence() {
    String help = LoadCommand.commandLine().getUsageMessage();

    assertThat(help.substring(help.indexOf("Commands:")).replaceAll("\\s+", " "))
        .contains("saturate", "flat backlog.", "lost task.", "judges every task afterwards.");
  }
}
