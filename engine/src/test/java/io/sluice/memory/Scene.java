package io.sluice.memory;

import io.sluice.memory.Twin.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a run of random calls knows: which tasks there are, and who holds them. */
final class Scene {
  /** Of tasks without a group; 5 is that of plain ones. */
  static final List<Integer> URGENCIES = List.of(0, 3, 4, 6, 9);

  static final List<String> TYPES = List.of("mail", "pay", "a.b_c-d");
  static final List<String> SCHEDULES = List.of("s1", "s2", "s3", "s4", "s5");
  private static final int FORGET_AFTER = 60;

  final Random random;
  final Twins twins;
  final Coverage coverage;
  final List<Held> held = new ArrayList<>();
  final List<String> landed = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private int newest;

  record Held(String id, String token) {}

  Scene(long seed, Twins twins, Coverage coverage) {
    this.random = new Random(seed);
    this.twins = twins;
    this.coverage = coverage;
  }

  /** A reply as a list; empty when it is none. */
  List<?> run(String verb, Object... args) {
    return list(twins.run(ScriptCall.of(verb, args)));
  }

  List<?> runInLane(String verb, String lane, Object... args) {
    return list(twins.run(ScriptCall.inLane(verb, lane, args)));
  }

  private List<?> list(@Nullable Object reply) {
    if (reply instanceof Refused) {
      coverage.did("refused");
    }
    return reply instanceof List<?> list ? list : List.of();
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String newId() {
    String id = "t" + ++newest;
    ids.add(id);
    if (ids.size() > FORGET_AFTER) {
      ids.remove(0);
    }
    return id;
  }

  String anyId() {
    return ids.isEmpty() ? "t0" : any(ids);
  }

  /** A claim that is held as far as the run knows; now and then another. */
  Held anyHeld() {
    return held.isEmpty() || oneIn(8)
        ? new Held(anyId(), oneIn(3) ? "none" : "S0:1:17")
        : any(held);
  }

  List<String> anyIds(int most) {
    return random.ints(1 + upTo(most - 1)).mapToObj(i -> anyId()).distinct().toList();
  }

  /** The next number of a lane; now and then the last again, or one that is late. */
  long sequence(String lane) {
    if (oneIn(12)) {
      coverage.did("repeated or late number");
      return Math.max(1, sequences.getOrDefault(lane, 1L) - upTo(1));
    }
    return sequences.merge(lane, 1L, Long::sum);
  }

  long lastSequence(String lane) {
    return sequences.getOrDefault(lane, 1L);
  }

  /** An instant around now. */
  long anyInstant() {
    return twins.now() + random.nextInt(900) - 300;
  }

  /** Bytes of any kind. */
  String bytes(int most) {
    StringBuilder bytes = new StringBuilder();
    for (int i = upTo(most); i > 0; i--) {
      bytes.append((char) random.nextInt(256));
    }
    return bytes.toString();
  }

  /** A task as it is stored; with a unique key that is held for so long when there is one. */
  String envelope(long createdAt, @Nullable String uniqueKey, long heldFor) {
    String type = any(TYPES);
    StringBuilder text = new StringBuilder("\1").append(varint(createdAt));
    text.append(varint(type.length())).append(type);
    if (uniqueKey != null) {
      String part = varint(heldFor) + uniqueKey;
      text.append('\7').append(varint(part.length())).append(part);
    }
    return text.append('\0').append(bytes(oneIn(20) ? 400 : 20)).toString();
  }

  /** Now and then with a group or a priority. */
  String laned(String envelope) {
    if (oneIn(2)) {
      return envelope;
    }
    return oneIn(3)
        ? leveled(envelope, any(URGENCIES))
        : withSpot(any(LaneCalls.GROUPS) + "\0" + upTo(9) + "0".repeat(13), envelope);
  }

  /** Of a task without a group. */
  static String leveled(String envelope, int urgency) {
    return withSpot("\0" + urgency, envelope);
  }

  private static String withSpot(String spot, String envelope) {
    return "\2" + (char) spot.length() + spot + envelope;
  }

  private static String varint(long number) {
    StringBuilder bytes = new StringBuilder();
    for (long left = number; ; left >>>= 7) {
      if (left < 128) {
        return bytes.append((char) left).toString();
      }
      bytes.append((char) ((left & 127) | 128));
    }
  }
}
