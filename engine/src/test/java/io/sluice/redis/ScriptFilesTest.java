package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptFilesTest {
  private static final List<String> KEYS = List.of("tasks", "call");
  private static final String RIGHT =
      """
      #!lua flags=allow-oom
      -- Does something.
      --
      -- KEYS  tasks call
      -- ARGV  seq
      -- Returns 1.
      -- Again: the same.
      local tasks, receipt = KEYS[1], KEYS[2]
      return 1
      """;

  @ParameterizedTest
  @EnumSource(Script.class)
  void whatAScriptSaysIsWhatItDoesAndWhatIsDeclared(Script script) {
    assertThat(header(script.verb(), keysOf(script), script.source())).isEmpty();
  }

  @Test
  void thereIsAFileForEachScriptAndNoOther() throws IOException, URISyntaxException {
    Path folder = Path.of(Script.class.getResource("claim.lua").toURI()).getParent();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".lua")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Script.values()).map(Script::fileName).toList());
    }
  }

  @Test
  void aDeletedQueueLeavesNoKeyButItsChannelAndReceiptsThatEndByThemselves() {
    Set<Key> left = EnumSet.allOf(Key.class);
    left.removeAll(Script.DELETE.keys());

    assertThat(left).containsExactlyInAnyOrder(Key.INDEX, Key.EVENTS, Key.CALL);
  }

  @Test
  void eachScriptIsKnownByItsOwnDigest() {
    assertThat(Arrays.stream(Script.values()).map(Script::digest)).doesNotHaveDuplicates();
    assertThat(Script.CLAIM.digest()).matches("[0-9a-f]{40}");
  }

  @Test
  void aRightScriptIsRight() {
    assertThat(header("promote", KEYS, RIGHT)).isEmpty();
  }

  @Test
  void aMissingLineOfTheHeaderIsFound() {
    for (String line : List.of("-- ARGV  seq\n", "-- Returns 1.\n", "-- Again: the same.\n")) {
      assertThat(header("promote", KEYS, RIGHT.replace(line, "")))
          .singleElement()
          .asString()
          .contains("has no line «" + line.substring(0, 5));
    }
    assertThat(header("promote", KEYS, RIGHT.replace("-- KEYS  tasks call\n", "")))
        .anyMatch(complaint -> complaint.contains("«-- KEYS»"));
  }

  @Test
  void keysThatAreNotTheDeclaredOnesInTheirOrderAreFound() {
    for (String keys : List.of("call tasks", "tasks", "tasks call ready", "TASKS call")) {
      assertThat(header("promote", KEYS, RIGHT.replace("KEYS  tasks call", "KEYS  " + keys)))
          .singleElement()
          .asString()
          .contains("the header names the keys");
    }
  }

  @Test
  void codeThatBindsOtherKeysIsFound() {
    String binding = "local tasks, receipt = KEYS[1], KEYS[2]";
    for (String wrong :
        List.of(
            "local tasks = KEYS[1]",
            "local tasks, receipt = KEYS[2], KEYS[1]",
            "local tasks, receipt = KEYS[1], KEYS[2], KEYS[3]",
            "local tasks, receipt = KEYS[1], KEYS[2]\nlocal again = KEYS[1]",
            "local one = 1")) {
      assertThat(header("promote", KEYS, RIGHT.replace(binding, wrong))).isNotEmpty();
    }
  }

  @Test
  void aScriptThatCannotRunInAFullRedisIsFound() {
    String refused = RIGHT.replace(" flags=allow-oom", "");

    assertThat(header("promote", KEYS, refused)).containsExactly("lacks allow-oom: cannot drain");
    assertThat(header("enqueue", KEYS, refused)).isEmpty();
    assertThat(header("enqueue", KEYS, RIGHT)).containsExactly("takes tasks in and has allow-oom");
  }

  @Test
  void aMissingShebangIsFound() {
    assertThat(header("enqueue", KEYS, RIGHT.replace("#!lua flags=allow-oom", "-- no flags")))
        .singleElement()
        .asString()
        .contains("the first line is no #!lua");
  }

  private static List<String> keysOf(Script script) {
    return script.keys().stream().map(Key::suffix).toList();
  }

  private static List<String> header(String verb, List<String> keys, String source) {
    return new ScriptHeader(verb, keys, source).complaints();
  }
}
