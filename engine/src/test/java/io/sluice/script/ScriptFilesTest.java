package io.sluice.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptFilesTest {
  private static final EnumSet<Key> OF_A_NAMESPACE =
      EnumSet.of(Key.QUEUES, Key.PARTITIONS, Key.INDEX, Key.FORMAT, Key.CHANGES, Key.CHRONICLE);

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

  /** The table of rules in docs/architecture.md. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "lib/ready.lua; '[LR]PUSH', ready\\b",
        "lib/given.lua; 'HSET', running\\b",
        "lib/running.lua; 'HDEL', running\\b",
        "lib/waits.lua; 'HSET', ghosts\\b",
        "lib/ending.lua; counters, (state|'(succeeded|cancelled|expired)')",
        "lib/ends.lua; counters, 'purged'",
        "lib/bury.lua; 'ZADD', dead\\b|counters, 'dead'",
        "lib/memberships.lua; 'H(SET|DEL|GET|MGET)', membership\\b",
        "lib/forget.lua; 'HDEL', tasks\\b",
        "lib/due.lua; 'ZADD', (scheduled|retrying)\\b|function putOff\\(",
        "lib/lanes.lua; 'ZADD', lane\\b",
        "lib/wakes.lua; \\{TOKEN\\}",
        "lib/intolevels.lua; HSET', order, 'part'",
        "lib/slots.lua; 'H(SET|DEL)', inflight\\b",
        "lib/place.lua; 'HINCRBY', later\\b",
        "lib/numbers.lua; 'HSET', order, 'seq'",
        "lib/turns.lua; 'ZADD', paces\\b",
        "lib/lines.lua; 'HSET', lines, target",
        "lib/stands.lua; 'HSET', inbox\\b"
      })
  void eachRuleOfATasksLifeStandsInOnePlace(String place, String code)
      throws IOException, URISyntaxException {
    Path folder = Path.of(Script.class.getResource("claim.lua").toURI()).getParent();
    Pattern rule = Pattern.compile(code);

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".lua")).filter(has(rule)))
          .containsExactly(folder.resolve(place));
    }
  }

  @Test
  void theTableOfKeysInTheDocsNamesTheTypeOfEach() throws IOException {
    Map<String, String> documented = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "architecture.md"))) {
      Matcher row = Pattern.compile("\\| (`P:[^|]*) \\| ([^|]*) \\|.*").matcher(line);
      if (row.matches()) {
        List<String> names = words("P:(\\w+)", row.group(1));
        List<String> types = words("\\b([A-Z]{4,})\\b", row.group(2));
        for (int i = 0; i < names.size(); i++) {
          documented.put(names.get(i), types.get(Math.min(i, types.size() - 1)));
        }
      }
    }

    for (Key key : EnumSet.complementOf(OF_A_NAMESPACE)) {
      assertThat(documented).containsEntry(key.suffix(), key.type().name());
    }
  }

  @Test
  void aDeletedQueueLeavesNoKeyButItsChannelAndWhatEndsByItself() {
    Set<Key> left = EnumSet.allOf(Key.class);
    left.removeAll(Script.DELETE.keys());

    assertThat(left)
        .containsExactlyInAnyOrder(
            Key.QUEUES,
            Key.PARTITIONS,
            Key.INDEX,
            Key.FORMAT,
            Key.CHANGES,
            Key.CHRONICLE,
            Key.EVENTS,
            Key.CLAIMED,
            Key.RECEIPT,
            Key.INBOX);
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
    assertThat(header("enqueue", RIGHT)).containsExactly("fills Redis and has allow-oom");
  }

  @Test
  void aMissingShebangIsFound() {
    assertThat(header("enqueue", RIGHT.replace("#!lua flags=allow-oom", "-- no flags")))
        .singleElement()
        .asString()
        .contains("the first line is no #!lua");
  }

  private static Predicate<Path> has(Pattern rule) {
    return file -> {
      try {
        return rule.matcher(Files.readString(file)).find();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static List<String> words(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static List<String> header(String verb, String source) {
    return new ScriptHeader(verb, source).complaints();
  }
}
