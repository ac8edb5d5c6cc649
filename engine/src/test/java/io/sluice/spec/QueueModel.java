package io.sluice.spec;

import io.sluice.script.ScriptText;
import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Rule;
import io.sluice.spec.fair.Standing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the scripts should do to one queue, said again in plain Java. It hears each call that ran,
 * in that order, and holds its answer, and from time to time all that Redis holds, against its own.
 * Where a script chooses, at random or by the order of a hash, it follows what is allowed.
 */
public final class QueueModel {
  private static final int FEW = 6;

  /** What they tell behind the rest, of settings, rates and records, is not modelled. */
  private static final Set<String> TELLS_MORE = Set.of("stats", "sweep");

  private final Server server;
  private final QueueState queue = new QueueState();
  private final Receipts receipts = new Receipts();
  private final Lives lives = new Lives(queue);
  private final Once once = new Once(queue, lives);
  private final Following following;
  private final Enqueuing enqueuing;
  private final Sessions sessions = new Sessions(queue);
  private final Claiming claiming;
  private final Settling settling;
  private final Reaping reaping;
  private final Acting acting;
  private final BulkActing bulks = new BulkActing(queue, lives, once);
  private final Sweeping sweeping = new Sweeping(queue, lives, once, bulks);
  private final Looking looking = new Looking(queue, lives);

  /** What a script does is not what the model says. */
  public static final class Different extends AssertionError {
    private static final long serialVersionUID = 1L;

    Different(String message) {
      super(message);
    }
  }

  public QueueModel(Server server) {
    this.server = server;
    Followed followed = new Followed(server, queue);
    this.following = new Following(queue, lives, once, followed);
    this.enqueuing = new Enqueuing(queue, receipts, once, lives, following);
    this.claiming = new Claiming(queue, lives, followed);
    this.settling = new Settling(queue, receipts, lives, followed);
    this.reaping = new Reaping(queue, lives, followed);
    this.acting = new Acting(queue, lives, once, following, followed);
  }

  /** A call ran just now, and was answered so. */
  public void hold(Call call, Answer answer) {
    queue.now = server.now();
    List<?> expected = expected(call, new Args(call.args()), answer);
    following.follow();
    queue.fair.settle();
    if (queue.fair.shares.hasPassedOver() || !queue.fair.heldBack.isEmpty()) {
      Standing standing = standing();
      queue.fair.shares.follow(standing.turns());
      queue.fair.heldBack.retainAll(standing.barred().keySet());
    }
    List<?> told = answer.values();
    int modelled = TELLS_MORE.contains(call.verb()) ? expected.size() : told.size();
    if (told.size() < modelled || !Timed.same(told.subList(0, modelled), expected)) {
      throw new Different(
          "%s %s answered %s, and is to answer %s"
              .formatted(call.verb(), call.args(), told, expected));
    }
  }

  /** Compares all that Redis holds. */
  public void check() {
    Map<String, Object> expected = new StateView(queue).view();
    Map<String, Object> held = new Observed(server).view(expected);
    Map<String, String> differences = new TreeMap<>();
    expected.forEach(
        (key, right) -> {
          if (!held.get(key).equals(right)) {
            differences.put(key, difference(held.get(key), right));
          }
        });
    Standing standing = standing();
    queue.fair.shares.follow(standing.turns());
    standing
        .differences(queue.fair, queue.byGroup(queue.running.keySet()), queue.now)
        .forEach(wrong -> differences.merge("groups", wrong, (all, more) -> all + "; " + more));
    if (!differences.isEmpty()) {
      throw new Different("Redis holds another state than it is to: " + differences);
    }
  }

  /** Of a key with which only the newest task is to run, one runs at most, and one waits. */
  public void checkNewest(String key) {
    List<String> alive =
        queue.tasks.keySet().stream()
            .filter(id -> key.equals(Head.of(queue.tasks.get(id)).key()) && lives.isAlive(id))
            .toList();
    long running = alive.stream().filter(queue.running::containsKey).count();
    if (running > 1 || alive.size() - running > 1) {
      throw new Different("of the key " + key + " more than one runs or waits: " + alive);
    }
  }

  /** Where Redis has the groups. */
  private Standing standing() {
    Map<String, Object> held =
        new Observed(server)
            .view(
                Map.of(
                    "turns", Map.of(), "tags", Map.of(), "barred", Map.of(), "paces", Map.of(),
                    "order", Map.of()));
    return new Standing(
        numbers(held.get("turns")),
        numbers(held.get("tags")),
        numbers(held.get("barred")),
        numbers(held.get("paces")),
        texts(held.get("order")));
  }

  @SuppressWarnings("unchecked") // of sorted sets Observed gives numbers
  private static Map<String, Double> numbers(Object scores) {
    return (Map<String, Double>) scores;
  }

  @SuppressWarnings("unchecked") // of hashes Observed gives texts
  private static Map<String, String> texts(Object fields) {
    return (Map<String, String>) fields;
  }

  private List<?> expected(Call call, Args args, Answer answer) {
    String lane = Objects.requireNonNullElse(call.lane(), "");
    return switch (call.verb()) {
      case Call.BLMOVE -> claiming.arrive(answer);
      case "enqueue" -> enqueuing.enqueue(lane, args);
      case "enqueue_once" -> enqueuing.enqueueOnce(lane, args);
      case "open" -> sessions.open(args);
      case "extend" -> sessions.extend(args, answer);
      case "close" -> sessions.close(args);
      case "held" -> sessions.held(args, answer);
      case "note" -> sessions.note(args);
      case "claim" -> claiming.claim(lane, args, answer);
      case "shrink" -> claiming.shrink(lane, args);
      case "settle" -> settling.settle(lane, args);
      case "promote" -> acting.promote(args);
      case "expire" -> acting.expire(args);
      case "cancel" -> List.of(acting.cancel(args));
      case "act" -> acting.act(args);
      case "bulk" -> bulks.call(args);
      case "reap" -> reaping.reap(args);
      case "sweep" -> sweeping.sweep(args);
      case "shed" -> List.of(sweeping.shed(args));
      case "configure" -> configure(args);
      case "unbar" -> {
        queue.fair.heldBack.clear();
        yield answer.values();
      }
      case "find" -> looking.find(args);
      case "await" -> looking.await(args);
      case "stats" -> looking.stats();
      case "audit" -> looking.audit();
      default -> throw new IllegalArgumentException("the model does not know " + call.verb());
    };
  }

  private List<Object> configure(Args args) {
    while (args.more()) {
      String name = args.next();
      String value = args.next();
      if (name.startsWith("@")) {
        rule(name.substring(1), value);
      } else if (value.isEmpty()) {
        queue.settings.remove(name);
      } else {
        boolean fromNow = value.startsWith("+");
        queue.settings.put(
            name, fromNow ? Timed.text(queue.after(Long.parseLong(value.substring(1)))) : value);
      }
    }
    return List.of("ok");
  }

  /**
   * That of all groups without one of their own comes first, and in place of all that were there.
   */
  private void rule(String group, String rule) {
    if (group.isEmpty()) {
      queue.fair.rules.clear();
      queue.fair.heldBack.addAll(standing().barred().keySet());
    }
    if (!rule.isEmpty()) {
      queue.fair.rules.put(group, Rule.of(rule));
    }
  }

  // What those who call it may know.

  /** How many tasks a claim could take now, if at most one. */
  public int claimable() {
    queue.now = server.now();
    return claiming.claimable();
  }

  /** How many turns each group has taken while others could have had them. */
  public Map<String, Long> turns() {
    return queue.fair.shares.turns();
  }

  /** The groups that have tasks waiting; the empty name where tasks without a group wait. */
  public Set<String> backlogged() {
    Set<String> groups = queue.fair.groups();
    if (queue.lined() > queue.fair.lane.size() + queue.ghosts.size()) {
      groups.add(Fair.UNGROUPED);
    }
    return groups;
  }

  public long unfinished() {
    return queue.unfinished();
  }

  public long counted(String counter) {
    return queue.counted(counter);
  }

  /** Empty for what is unknown. */
  public String stateOf(String id) {
    return lives.stateOf(id);
  }

  /** Tokens by id. */
  public Map<String, String> running() {
    return Map.copyOf(queue.running);
  }

  /** What is in a place, as far as that has an order in it. */
  public List<String> inOrder(String place) {
    return looking.inOrder(place);
  }

  /** As if they had crashed twice, the next to be claimed: by crashes alone, that would be rare. */
  public void makeSuspects(int count) {
    for (String id : queue.ready.stream().filter(queue.tasks::containsKey).limit(count).toList()) {
      queue.attempts.put(id, Failed.NEVER.crashed().crashed());
      Object unused =
          server.command("HSET", ScriptText.key("attempts"), id, queue.attempts.get(id).stored());
    }
  }

  /** The unique keys of what runs. */
  public List<String> keysThatRun() {
    return queue.running.keySet().stream()
        .map(id -> Head.of(queue.tasks.get(id)).key())
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether a cancel was asked while it runs. */
  public boolean isAskedToStop(String id) {
    return queue.cancels.containsKey(id);
  }

  /** Whether it crashed so often that it may be what kills its workers. */
  public boolean isSuspect(String id) {
    return queue.attempts.getOrDefault(id, Failed.NEVER).suspect();
  }

  public boolean noBulkIsUnderWay() {
    return bulks.idle();
  }

  /** What only one of both has. */
  private static String difference(Object held, Object right) {
    if (held instanceof Map<?, ?> is && right instanceof Map<?, ?> should) {
      Set<Object> wrong = new java.util.HashSet<>(is.keySet());
      wrong.addAll(should.keySet());
      wrong.removeIf(key -> Objects.equals(is.get(key), should.get(key)));
      StringBuilder some = new StringBuilder();
      wrong.stream()
          .limit(FEW)
          .forEach(
              key ->
                  some.append(key + ": " + is.get(key) + ", should be " + should.get(key) + "; "));
      return some.toString();
    }
    return held + ", should be " + right;
  }
}
