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
  private static final String RIGHT =
      """
      #!lua flags=allow-oom
      -- Does something.
      --
      -- KEYS  tasks receipt
      -- ARGV  seq
      -- Returns 1.
      -- Again: the same.
      return 1
      """;

  @ParameterizedTest
  @EnumSource(Script.class)
  void whatAScriptSaysIsWhatItDoesAndWhatIsDeclared(Script script) {
    assertThat(header(script.verb(), script.source())).isEmpty();
  }

  /** An error of Redis names a line of the composed text; here it can be looked up. */
  @ParameterizedTest
  @EnumSource(Script.class)
  void theComposedTextIsWrittenDown(Script script) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "scripts"));
    Path file = Files.writeString(folder.resolve(script.fileName()), script.source());

    assertThat(file).content().startsWith("#!lua").contains("local call = redis.call\n");
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

    assertThat(left).containsExactlyInAnyOrder(Key.INDEX, Key.EVENTS, Key.RECEIPT);
  }

  @Test
  void eachScriptIsKnownByItsOwnDigest() {
    assertThat(Arrays.stream(Script.values()).map(Script::digest)).doesNotHaveDuplicates();
    assertThat(Script.CLAIM.digest()).matches("[0-9a-f]{40}");
  }

  @Test
  void aRightScriptIsRight() {
    assertThat(header("promote", RIGHT)).isEmpty();
  }

  @Test
  void aMissingLineOfTheHeaderIsFound() {
    for (String line : List.of("-- ARGV  seq\n", "-- Returns 1.\n", "-- Again: the same.\n")) {
      assertThat(header("promote", RIGHT.replace(line, "")))
          .singleElement()
          .asString()
          .contains("has no line «" + line.substring(0, 5));
    }
    assertThat(header("promote", RIGHT.replace("-- KEYS  tasks receipt\n", "")))
        .anyMatch(complaint -> complaint.contains("«-- KEYS»"));
  }

  @Test
  void aScriptThatCannotRunInAFullRedisIsFound() {
    String refused = RIGHT.replace(" flags=allow-oom", "");

    assertThat(header("promote", refused)).containsExactly("lacks allow-oom: cannot drain");
    assertThat(header("enqueue", refused)).isEmpty();
    assertThat(header("enqueue", RIGHT)).containsExactly("takes tasks in and has allow-oom");
  }

  @Test
  void aMissingShebangIsFound() {
    assertThat(header("enqueue", RIGHT.replace("#!lua flags=allow-oom", "-- no flags")))
        .singleElement()
        .asString()
        .contains("the first line is no #!lua");
  }

  private static List<String> header(String verb, String source) {
    return new ScriptHeader(verb, source).complaints();
  }
}
