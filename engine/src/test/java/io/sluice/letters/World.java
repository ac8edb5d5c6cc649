package io.sluice.letters;

import io.sluice.letters.Site.Past;
import io.sluice.script.LetterScripts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Three servers and four queues on them, a bad network between them and everybody, and time. */
final class World {
  static final List<String> QUEUES = List.of("a", "b", "c", "twin-of-a");
  private static final int[] SITE_OF = {0, 1, 2, 0};

  /** Servers are set back by at most this. */
  static final long MOST_LOST_MS = 25_000;

  /** For how long a letter is kept after its target was seen to hold it. */
  private static final long TAIL_MS = 60_000;

  private static final long PACKET_LIFE_MS = 300_000;

  /** The first numbers of neighbouring seeds are alike. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  final Random random;
  final Map<String, Integer> counts = new TreeMap<>();
  private final List<Site> sites;
  private final LetterScripts scripts;
  private final boolean restarts;
  private final String done;
  private final Witness witness;
  private final List<Deque<Past>> pasts =
      List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
  private final List<List<Long>> setBacks =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  private final int[] terms = new int[SITE_OF.length];
  private final List<Packet> late = new ArrayList<>();
  private final Map<String, Integer> lost = new HashMap<>();
  private long now = 1_700_000_000_000L;
  private boolean calm;

  private record Packet(long at, String queue, String script, String lane, List<String> args) {}

  /** Sees each call that runs, whether its client hears the answer or not. */
  @FunctionalInterface
  interface Witness {
    @Nullable Object see(String queue, String script, List<String> args, Supplier<Object> call);
  }

  /**
   * @param done the key of a queue that counts what was done there, by the operation
   */
  World(
      List<Site> sites,
      LetterScripts scripts,
      long seed,
      boolean restarts,
      String done,
      Witness witness) {
    this.random = new Random(seed * SPREAD);
    this.sites = sites;
    this.scripts = scripts;
    this.restarts = restarts;
    this.done = done;
    this.witness = witness;
    for (int i = 0; i < sites.size(); i++) {
      sites.get(i).begin(process(i));
    }
  }

  private String process(int site) {
    return String.format("%d%05x%034d", site + 1, terms[site], 0);
  }

  long now() {
    return now;
  }

  void advance(long ms) {
    now += ms;
  }

  boolean oneIn(double n) {
    return random.nextDouble() * n < 1;
  }

  String anyQueue() {
    return QUEUES.get(random.nextInt(QUEUES.size()));
  }

  void did(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** From now on nothing goes wrong, and what was late has come. */
  void calm() {
    calm = true;
    while (!late.isEmpty()) {
      arrive(late.remove(late.size() - 1));
    }
  }

  /** One packet. Nothing when no answer comes: it ran, runs later, or never. */
  @Nullable Object send(String queue, String script, String lane, List<String> args) {
    if (calm) {
      return execute(queue, script, lane, args);
    }
    double dice = random.nextDouble();
    if (dice < 0.06) {
      did("not sent");
      return null;
    }
    if (dice < 0.12) {
      did("delayed");
      late.add(new Packet(now, queue, script, lane, args));
      return null;
    }
    Object answer = execute(queue, script, lane, args);
    if (dice < 0.20) {
      did("late copy");
      late.add(new Packet(now, queue, script, lane, args));
    }
    if (dice < 0.28) {
      did("reply lost");
      return null;
    }
    return answer;
  }

  void deliverALatePacket() {
    if (!late.isEmpty()) {
      did("late packet");
      arrive(late.remove(random.nextInt(late.size())));
    }
  }

  private void arrive(Packet packet) {
    if (now - packet.at() < PACKET_LIFE_MS) {
      execute(packet.queue(), packet.script(), packet.lane(), packet.args());
    }
  }

  @Nullable Object execute(String queue, String script, String lane, List<String> args) {
    now += 1 + random.nextInt(2);
    LetterScripts.Program program = scripts.of(script);
    return witness.see(
        queue, script, args, () -> site(queue).run(program, program.keys(queue, lane), now, args));
  }

  /** A command to the server of a queue. */
  @Nullable Object say(String queue, String... words) {
    return site(queue).say(words);
  }

  private Site site(String queue) {
    return sites.get(SITE_OF[QUEUES.indexOf(queue)]);
  }

  /** What a hash of a queue holds. */
  Map<String, String> all(String queue, String word) {
    Map<String, String> found = new HashMap<>();
    List<?> flat = (List<?>) say(queue, "HGETALL", LetterScripts.key(queue, word));
    for (int i = 0; i < flat.size(); i += 2) {
      found.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return found;
  }

  void remember() {
    int site = random.nextInt(sites.size());
    Deque<Past> past = pasts.get(site);
    past.removeIf(each -> now - each.at() >= MOST_LOST_MS);
    past.addLast(sites.get(site).past(now, restarts));
  }

  /** A server comes back as it was; operations that it forgets by that are counted. */
  void setBack() {
    int site = random.nextInt(sites.size());
    Deque<Past> known = pasts.get(site);
    known.removeIf(each -> now - each.at() >= MOST_LOST_MS);
    if (known.isEmpty()) {
      return;
    }
    did("set back");
    setBacks.get(site).add(now);
    List<Past> choice = List.copyOf(known);
    Past to = choice.get(random.nextInt(choice.size()));
    Map<String, Integer> before = operations(site);
    terms[site]++;
    sites.get(site).setBack(to, process(site));
    known.removeIf(each -> each.at() > to.at());
    Map<String, Integer> after = operations(site);
    before.forEach(
        (operation, times) -> {
          int gone = times - after.getOrDefault(operation, 0);
          if (gone > 0) {
            lost.merge(operation, gone, Integer::sum);
          }
        });
  }

  private Map<String, Integer> operations(int site) {
    Map<String, Integer> all = new HashMap<>();
    for (String queue : QUEUES) {
      if (SITE_OF[QUEUES.indexOf(queue)] == site) {
        all(queue, done).forEach((key, value) -> all.put(key, Integer.parseInt(value)));
      }
    }
    return all;
  }

  /** How often the server of a queue was set back while the time before was still in the tail. */
  long setBacksInTheTail(String queue) {
    List<Long> all = setBacks.get(SITE_OF[QUEUES.indexOf(queue)]);
    return IntStream.range(1, all.size())
        .filter(i -> all.get(i) - all.get(i - 1) <= TAIL_MS)
        .count();
  }

  /** How often an operation was done and taken back. */
  int lost(String operation) {
    return lost.getOrDefault(operation, 0);
  }

  Map<String, Integer> lostOperations() {
    return lost;
  }
}
