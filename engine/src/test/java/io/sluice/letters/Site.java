package io.sluice.letters;

import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Program;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A real Redis with queues, which can be set back to what it held some time ago. */
public final class Site implements AutoCloseable {
  private static final String RDB = "dump.rdb";

  private final TestRedis redis = TestRedis.start();
  private RedisLine line = new RedisLine(redis.port());
  private String process = "";

  /** The scripts that the server was given since it started. */
  private final Set<String> known = new HashSet<>();

  /** What a server held: the file of a real one, or each key as DUMP gives it. */
  public record Past(long at, byte[] file, List<String> keys, List<String> values) {}

  void begin(String firstProcess) {
    process = firstProcess;
    Object unused = say("FLUSHALL");
  }

  @Nullable Object run(Program program, List<String> keys, long now, List<String> args) {
    String ms = String.valueOf(now % 1000 * 1000);
    line.send(
        List.of("HSET", LetterScripts.CLOCK, "s", "" + now / 1000, "us", ms, "process", process));
    boolean isNew = known.add(program.text());
    List<String> words = new ArrayList<>();
    words.addAll(isNew ? List.of("EVAL", program.text()) : List.of("EVALSHA", program.digest()));
    words.add("" + keys.size());
    words.addAll(keys);
    words.addAll(args);
    line.send(words);
    Object unused = line.hear();
    return checked(line.hear());
  }

  @Nullable Object say(String... words) {
    return checked(line.say(List.of(words)));
  }

  private static @Nullable Object checked(@Nullable Object answer) {
    if (answer instanceof RedisLine.Refusal refusal) {
      throw new AssertionError(refusal.message());
    }
    return answer;
  }

  /** What is held now. */
  Past past(long now, boolean asFile) {
    if (asFile) {
      Object unused = say("SAVE");
      return new Past(now, read(), List.of(), List.of());
    }
    List<String> keys = ((List<?>) say("KEYS", "*")).stream().map(Object::toString).toList();
    keys.forEach(key -> line.send(List.of("DUMP", key)));
    return new Past(now, new byte[0], keys, keys.stream().map(key -> hear()).toList());
  }

  /**
   * The last writes are lost, and another process goes on: a replica, or the same file restarted.
   */
  void setBack(Past past, String newProcess) {
    process = newProcess;
    if (past.file().length > 0) {
      restart(past.file());
      return;
    }
    Object unused = say("FLUSHALL");
    for (int i = 0; i < past.keys().size(); i++) {
      line.send(List.of("RESTORE", past.keys().get(i), "0", past.values().get(i)));
    }
    past.keys().forEach(key -> hear());
  }

  private String hear() {
    return String.valueOf(checked(line.hear()));
  }

  private void restart(byte[] file) {
    Path target = file();
    line.close();
    redis.kill();
    try {
      Files.write(target, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    redis.restart();
    known.clear();
    line = new RedisLine(redis.port());
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    List<?> answer = (List<?>) say("CONFIG", "GET", "dir");
    return Path.of(answer.get(1).toString(), RDB);
  }

  @Override
  public void close() {
    line.close();
    redis.close();
  }
}
