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

/** Three servers and four queues on them, a network between them and everybody, and time. */
public final class World {
  public static final List<String> QUEUES = List.of("a", "b", "c", "twin-of-a");
  private static final int[] SITE_OF = {0, 1, 2, 0};

  /** Servers are set back by at most this. */
  static final long MOST_LOST_MS = 25_000;

  /** For how long a letter is kept after its target was seen to hold it. */
  private static final long TAIL_MS = 60_000;

  /** The first numbers of neighbouring seeds are alike. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  public final Random random;
  public final Map<String, Integer> counts = new TreeMap<>();
  private final List<Site> sites;
  private final LetterScripts scripts;
  private final boolean restarts;
  private final String done;
  private final Witness witness;
  private final Network network;
  private final List<Deque<Past>> pasts =
      List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
  private final List<List<Long>> setBacks =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  private final int[] terms = new int[SITE_OF.length];
  private final Map<String, Integer> lost = new HashMap<>();
  private long now = 1_700_000_000_000L;

  /** Sees each call that runs, whether its client hears the answer or not. */
  @FunctionalInterface
  public interface Witness {
    @Nullable Object see(String queue, String script, List<String> args, Supplier<Object> call);
  }

  /**
   * @param done the key of a queue that counts what was done there, by the operation
   */
  public World(
      List<Site> sites,
      LetterScripts scripts,
      long seed,
      boolean restarts,
      String done,
      Witness witness,
      Network network) {
    this.random = new Random(seed * SPREAD);
    this.sites = sites;
    this.scripts = scripts;
    this.restarts = restarts;
    this.done = done;
    this.witness = witness;
    this.network = network;
    for (int i = 0; i < sites.size(); i++) {
      sites.get(i).begin(process(i));
    }
  }

  private String process(int site) {
    return String.format("%d%05x%034d", site + 1, terms[site], 0);
  }

  public long now() {
    return now;
  }

  public void advance(long ms) {
    now += ms;
  }

  public boolean oneIn(double n) {
    return random.nextDouble() * n < 1;
  }

  public String anyQueue() {
    return QUEUES.get(random.nextInt(QUEUES.size()));
  }

  public void did(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** From now on nothing goes wrong, and what was late has come. */
  public void calm() {
    network.calm(this);
  }

  /** One packet. Nothing when no answer comes: it ran, runs later, or never. */
  public @Nullable Object send(String queue, String script, String lane, List<String> args) {
    return network.send(this, new Network.Packet(now, queue, script, lane, args));
  }

  public @Nullable Object execute(String queue, String script, String lane, List<String> args) {
    now += 1 + random.nextInt(2);
    LetterScripts.Program program = scripts.of(script);
    return witness.see(
        queue, script, args, () -> site(queue).run(program, program.keys(queue, lane), now, args));
  }

  /** A command to the server of a queue. */
  public @Nullable Object say(String queue, String... words) {
    return site(queue).say(words);
  }

  private Site site(String queue) {
    return sites.get(SITE_OF[QUEUES.indexOf(queue)]);
  }

  /** What a hash of a queue holds. */
  public Map<String, String> all(String queue, String word) {
    Map<String, String> found = new HashMap<>();
    List<?> flat = (List<?>) say(queue, "HGETALL", LetterScripts.key(queue, word));
    for (int i = 0; i < flat.size(); i += 2) {
      found.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return found;
  }

  public void remember() {
    int site = random.nextInt(sites.size());
    Deque<Past> past = pasts.get(site);
    past.removeIf(each -> now - each.at() >= MOST_LOST_MS);
    past.addLast(past(site));
  }

  /** What a server holds now. */
  public Past past(int site) {
    return sites.get(site).past(now, restarts);
  }

  /** A server comes back as it was some time ago. */
  public void setBack() {
    int site = random.nextInt(sites.size());
    Deque<Past> known = pasts.get(site);
    known.removeIf(each -> now - each.at() >= MOST_LOST_MS);
    if (known.isEmpty()) {
      return;
    }
    List<Past> choice = List.copyOf(known);
    Past to = choice.get(random.nextInt(choice.size()));
    setBack(site, to);
    known.removeIf(each -> each.at() > to.at());
  }

  /**
   * A server comes back as it was some time ago, and now and then another one, or the same again.
   */
  public void setBackOnceOrTwice() {
    setBack();
    if (oneIn(3)) {
      did("set back twice");
      setBack();
    }
  }

  /** A server comes back as it was; operations that it forgets by that are counted. */
  public void setBack(int site, Past to) {
    did("set back");
    setBacks.get(site).add(now);
    Map<String, Integer> before = operations(site);
    terms[site]++;
    sites.get(site).setBack(to, process(site));
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
  public long setBacksInTheTail(String queue) {
    List<Long> all = setBacks.get(SITE_OF[QUEUES.indexOf(queue)]);
    return IntStream.range(1, all.size())
        .filter(i -> all.get(i) - all.get(i - 1) <= TAIL_MS)
        .count();
  }

  /** How often an operation was done and taken back. */
  public int lost(String operation) {
    return lost.getOrDefault(operation, 0);
  }

  Map<String, Integer> lostOperations() {
    return lost;
  }
}
