package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A list of commands shows the first line of each description, so that is a sentence. */
class HelpTest {
  static Stream<CommandLine> commands() {
    return below(SluiceCommand.commandLine());
  }

  private static Stream<CommandLine> below(CommandLine group) {
    return group.getSubcommands().values().stream()
        .flatMap(command -> Stream.concat(Stream.of(command), below(command)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsDescribedByASentenceFirst(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description())
        .as(command.getCommandSpec().qualifiedName())
        .isNotEmpty();
    assertThat(command.getCommandSpec().usageMessage().description()[0])
        .as(command.getCommandSpec().qualifiedName())
        .endsWith(".");
  }
}
