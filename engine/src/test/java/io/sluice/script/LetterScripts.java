package io.sluice.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.QueueName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that carry letters, as they are in production, and two that stand in for what writes
 * letters and for what runs their tasks. They read time and server process from a key.
 */
public final class LetterScripts {
  public static final String CLOCK = "clock";
  private static final String NAMESPACE = "letters";

  /** Writes letters in the step that records their operation, as a settle would. */
  private static final String WRITE =
      """
      #!lua flags=allow-oom
      -- Writes letters once.
      --
      -- KEYS  outbox lines mail results receipt
      -- USES  receipt letters
      -- ARGV  seq, operation, (target, body) ...
      -- Returns 'ok'.
      -- Again: ok.
      local seq = ARGV[1]
      local lastSeq, answer, late = lastCall(seq)
      if lastSeq == seq or late then return 'ok' end
      for i = 3, #ARGV, 2 do post(ARGV[i], 'task', ARGV[i + 1]) end
      call('HINCRBY', results, ARGV[2], 1)
      keepReceipt(seq, 'ok')
      return 'ok'
      """;

  /** Runs the next task, and counts how often each was run. */
  private static final String RUN =
      """
      #!lua flags=allow-oom
      -- Runs one task.
      --
      -- KEYS  tasks ready notes
      -- ARGV  whether its id is remembered (0 | 1)
      -- Returns its id, or ''.
      -- Again: the next.
      local id = call('LPOP', ready)
      if not id then return '' end
      if ARGV[1] == '0' then call('HDEL', tasks, id) end
      call('HINCRBY', notes, id, 1)
      return id
      """;

  /** Beside the key of the tasks: what is known of a task that was taken in. */
  public static final String ENTERED = ":entered";

  private static final Edit COUNTS_ENTRIES =
      new Edit(
          "lib/take.lua",
          "call('HSET', tasks, id, envelope)",
          """
          call('HSET', tasks, id, envelope)
                call('HINCRBY', tasks .. ':entered', id, 1)
                call('HINCRBY', tasks .. ':entered', '', 1)\
          """);

  /** What the ids of members begin with. */
  public static final String MEMBER = "member-";

  /** What the ids of callbacks begin with. */
  public static final String CALLBACK = "callback-";

  /** Beside the key of the counters: how often members have ended, as {@code state id}. */
  public static final String ENDED = ":ended";

  private static final Edit COUNTS_MEMBERS =
      new Edit(
          "enroll.lua",
          "call('HSET', tasks, unpack(ARGV, some.first, some.last))",
          """
          call('HSET', tasks, unpack(ARGV, some.first, some.last))
            for n = 1, #ids do
              call('HINCRBY', tasks .. ':entered', ids[n], 1)
              call('HINCRBY', tasks .. ':entered', '', 1)
            end\
          """);

  private static final Edit COUNTS_ENDS =
      new Edit(
          "lib/ending.lua",
          "call('HINCRBY', counters, state, #ids)",
          """
          call('HINCRBY', counters, state, #ids)
            for n = 1, #ids do
              if ids[n]:find('^member%-') then
                call('HINCRBY', counters .. ':ended', state .. ' ' .. ids[n], 1)
              end
            end\
          """);

  /** Beside the key of the members: how often each was made a member. */
  public static final String JOINED = ":joined";

  private static final Edit COUNTS_JOINS =
      new Edit(
          "lib/memberships.lua",
          "call('HSET', membership, unpack(written))",
          """
          call('HSET', membership, unpack(written))
            for n = 1, #ids do call('HINCRBY', membership .. ':joined', ids[n], 1) end\
          """);

  private static final List<Edit> COUNTS =
      List.of(COUNTS_ENTRIES, COUNTS_MEMBERS, COUNTS_ENDS, COUNTS_JOINS);

  private static final Map<String, String> OWN = Map.of("write.lua", WRITE, "run.lua", RUN);
  private static final List<String> ALL =
      List.of("write", "run", "collect", "receive", "forget", "sweep");
  private static final List<String> OF_WORK =
      List.of(
          "enqueue", "open", "close", "claim", "settle", "succeed", "spread", "reap", "promote",
          "act", "batch", "enroll", "seal", "stop", "judge", "collect", "receive", "forget",
          "sweep");

  /** A change of a fragment or a script, for all that are composed of it. */
  public record Change(String file, String from, String to) {}

  /** A script and its keys. */
  public record Program(String text, String digest, List<Key> keys) {
    public List<String> keys(String queue, String lane) {
      return keys(NAMESPACE, queue, lane);
    }

    public List<String> keys(String namespace, String queue, String lane) {
      Slot slot = Slot.of(namespace, QueueName.of(queue));
      return keys.stream()
          .map(key -> slot.channel(key) + (key == Key.RECEIPT ? ":" + lane : ""))
          .toList();
    }
  }

  private final Map<String, Program> programs = new HashMap<>();

  public LetterScripts(List<Change> changes) {
    this(ALL, file -> simulated(text(file, changes)));
  }

  private LetterScripts(List<String> names, UnaryOperator<String> textOf) {
    Composer composer = new Composer(textOf, LetterScripts::typeOf);
    for (String name : names) {
      Composed composed = composer.compose(name + ".lua");
      List<Key> keys = composed.keys().stream().map(Key::named).toList();
      programs.put(name, new Program(composed.text(), sha1(composed.text()), keys));
    }
  }

  /** They ask the server what time it is, and which process. */
  public static LetterScripts ofProduction() {
    return new LetterScripts(ALL, file -> text(file, List.of()));
  }

  /**
   * Those that workers and who keeps a queue need too. What is taken in is counted in {@link
   * #ENTERED}: how often by the id, and all under the empty name; ends of members in {@link
   * #ENDED}.
   */
  public static LetterScripts ofWork(List<Change> changes) {
    return new LetterScripts(
        OF_WORK,
        file -> {
          String text = simulated(text(file, changes));
          for (Edit edit : COUNTS) {
            text = edit.verb().equals(file) ? edit.appliedTo(text) : text;
          }
          return text;
        });
  }

  public Program of(String name) {
    return Objects.requireNonNull(programs.get(name), name);
  }

  /** The name of a key of a queue; behind its word, what lies beside it. */
  public static String key(String queue, String word) {
    String[] parts = word.split("(?=:)", 2);
    String name = Slot.of(NAMESPACE, QueueName.of(queue)).channel(Key.named(parts[0]));
    return parts.length == 1 ? name : name + parts[1];
  }

  /** Whether a task is a member of a batch, or a callback of one. */
  public static boolean isOfABatch(String id) {
    return id.startsWith(MEMBER) || id.startsWith(CALLBACK);
  }

  private static String text(String file, List<Change> changes) {
    String text = OWN.containsKey(file) ? OWN.get(file) : read(file);
    for (Change change : changes) {
      if (change.file().equals(file)) {
        text = new Edit(file, change.from(), change.to()).appliedTo(text);
      }
    }
    return text;
  }

  private static String simulated(String text) {
    return text.replace("call('TIME')", "call('HMGET', '" + CLOCK + "', 's', 'us')")
        .replace(
            "redis.pcall('INFO', 'replication')",
            "('master_replid:' .. call('HGET', '" + CLOCK + "', 'process'))")
        .replace(
            "redis.pcall('INFO', 'server')",
            "('run_id:' .. call('HGET', '" + CLOCK + "', 'process'))");
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable KeyType typeOf(String word) {
    Key key = Key.find(word);
    return key == null ? null : key.type();
  }
}
