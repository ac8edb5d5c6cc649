package io.sluice.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All keys of a Redis as text: one line a field, as {@code redis-cli} takes it. Whatever is drawn,
 * or is the name of a process, has a name of its own there; all times lie in the past, by the same
 * stretch.
 */
final class Dump {
  /** A whole number of seconds, so that what fires every second still does. */
  private static final long BACK = 100_000_000_000L;

  private static final Pattern TIME = Pattern.compile("(?<![0-9])1[789][0-9]{11}(?![0-9])");
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

  private static final String PROCESS = "0123456789ab";

  /** A receipt is kept for an hour. */
  private static final int RECEIPT_SECONDS = 3_600;

  private final RedisCommands<byte[], byte[]> commands;

  Dump(RedisCommands<byte[], byte[]> commands) {
    this.commands = commands;
  }

  /** The lines of all keys, in order; those of a list as they lie. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    commands.keys("*").stream().map(Dump::text).sorted().forEach(key -> lines.addAll(lines(key)));
    return named(lines);
  }

  private List<String> lines(String key) {
    byte[] name = bytes(key);
    List<String> lines = new ArrayList<>();
    switch (commands.type(name)) {
      case "hash" ->
          sorted(commands.hgetall(name))
              .forEach((field, value) -> lines.add(line("HSET", key, field, value)));
      case "zset" -> {
        for (ScoredValue<byte[]> one : commands.zrangeWithScores(name, 0, -1)) {
          lines.add(line("ZADD", key, score(one.getScore()), text(one.getValue())));
        }
        lines.sort(null);
      }
      case "list" ->
          commands.lrange(name, 0, -1).forEach(id -> lines.add(line("RPUSH", key, text(id))));
      default ->
          lines.add(
              line("SET", key, text(commands.get(name)), "EX", String.valueOf(RECEIPT_SECONDS)));
    }
    return lines;
  }

  /** Writes what the lines say. */
  void load(List<String> lines) {
    for (String line : lines) {
      List<byte[]> words = words(line);
      byte[] key = words.get(1);
      switch (text(words.get(0))) {
        case "HSET" -> commands.hset(key, Map.of(words.get(2), words.get(3)));
        case "ZADD" -> commands.zadd(key, Double.parseDouble(text(words.get(2))), words.get(3));
        case "RPUSH" -> commands.rpush(key, words.get(2));
        case "SET" -> commands.set(key, words.get(2), SetArgs.Builder.ex(RECEIPT_SECONDS));
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  /** What is the same whenever it is written. */
  static List<String> shapes(List<String> lines) {
    return lines.stream().map(Dump::shape).sorted().toList();
  }

  private static String shape(String line) {
    return inOrder(line)
        // When a script made the envelope of a task that a schedule fired.
        .replaceFirst(
            "(HSET \"sluice:\\{plans}:tasks\" \"\\S+\" \"\\\\x01)(\\\\x..|[^\\\\]){6}", "$1@")
        // What a library made of a payload.
        .replaceFirst("(\"deflated-1\" \"\\\\x03.*echo\\\\x00.{2,8}).*", "$1@")
        // Who wrote a letter, and when.
        .replaceAll(PROCESS + "[0-9a-f]+", PROCESS)
        // The number of a call that brought laned tasks.
        .replaceAll("(\\\\x00[0-9])[0-9a-f]{12}", "$1@")
        .replaceAll("(?<![0-9])1[0-9]{14}(?![0-9])", "@")
        .replaceAll("(?<![0-9])[12][0-9]{12}(\\.[0-9]+)?(?![0-9])", "@");
  }

  /** The members of an object in JSON come in any order. */
  private static String inOrder(String line) {
    int open = line.indexOf("\"{");
    return open < 0
        ? line
        : line.substring(0, open)
            + String.join(
                ",",
                new TreeSet<>(List.of(line.substring(open).replaceAll("[{}]", "").split(",", -1))));
  }

  private List<String> named(List<String> lines) {
    Map<String, String> names = new TreeMap<>();
    names.put(process(), PROCESS);
    for (String line : lines) {
      Matcher revision =
          Pattern.compile("HSET \"[^\"]*:schedules\" \"(\\S+)\" \"(\\S+) .*").matcher(line);
      if (revision.matches()) {
        names.put(revision.group(2), "revision-" + revision.group(1));
      }
    }
    return lines.stream().map(line -> earlier(named(line, names))).toList();
  }

  private static String named(String line, Map<String, String> names) {
    String told = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      told = told.replace(name.getKey(), name.getValue());
    }
    return told;
  }

  private static String earlier(String line) {
    return TIME.matcher(line)
        .replaceAll(time -> String.valueOf(Long.parseLong(time.group()) - BACK));
  }

  private String process() {
    Matcher id = Pattern.compile("master_replid:([0-9a-f]{12})").matcher(commands.info());
    return id.find() ? id.group(1) : "?";
  }

  private static Map<String, String> sorted(Map<byte[], byte[]> hash) {
    Map<String, String> sorted = new TreeMap<>();
    hash.forEach((field, value) -> sorted.put(text(field), text(value)));
    return sorted;
  }

  /** As Redis takes it, with all of its fraction. */
  private static String score(double score) {
    return score == Math.rint(score) && Math.abs(score) < 1e17
        ? String.valueOf((long) score)
        : new java.math.BigDecimal(score).round(new java.math.MathContext(17)).toPlainString();
  }

  private static String line(String command, String... words) {
    StringBuilder line = new StringBuilder(command);
    for (String word : words) {
      line.append(" \"").append(escaped(word)).append('"');
    }
    return line.toString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char letter : text.toCharArray()) {
      if (letter == '"' || letter == '\\') {
        escaped.append('\\').append(letter);
      } else if (letter < ' ' || letter > '~') {
        escaped.append("\\x%02x".formatted((int) letter));
      } else {
        escaped.append(letter);
      }
    }
    return escaped.toString();
  }

  private static List<byte[]> words(String line) {
    List<byte[]> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(bytes(word.group(1) == null ? word.group(2) : unescaped(word.group(1))));
    }
    return words;
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\(?:x([0-9a-f]{2})|(.))")
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) == null
                        ? escape.group(2)
                        : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
