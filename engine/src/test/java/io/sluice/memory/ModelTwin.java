package io.sluice.memory;

import io.sluice.memory.RedisModel.Move;
import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The model of Redis in this process. */
final class ModelTwin implements Twin {
  private final Map<String, ScriptText> texts = new HashMap<>();
  private final UnaryOperator<String> change;
  private final Map<String, Consumer<String>> listening = new HashMap<>();
  private List<List<String>> told = new ArrayList<>();
  private RedisModel redis = newModel();
  private long now;
  private @Nullable Object arrived;
  private @Nullable Move wait;

  ModelTwin() {
    this(UnaryOperator.identity());
  }

  /**
   * @param change of the text of each script
   */
  ModelTwin(UnaryOperator<String> change) {
    this.change = change;
    ScriptText.all().forEach(text -> texts.put(text.name(), text));
  }

  private RedisModel newModel() {
    return new RedisModel(() -> now, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  @Override
  public void clear() {
    redis = newModel();
    listening.clear();
    wait = null;
    arrived = null;
  }

  @Override
  public void clock(long now) {
    this.now = now;
  }

  @Override
  public @Nullable Object run(ScriptCall call) {
    ScriptText text = texts.get(call.verb());
    return answer(
        () ->
            redis.run(
                change.apply(Pinned.source(text.source())), text.keys(call.lane()), call.args()));
  }

  @Override
  public @Nullable Object command(List<String> words) {
    return answer(() -> redis.call(words.toArray(String[]::new)));
  }

  private static @Nullable Object answer(Supplier<@Nullable Object> call) {
    try {
      return call.get();
    } catch (RefusedException refused) {
      return Refused.of(refused.text());
    }
  }

  @Override
  public void listen(String channel) {
    Consumer<String> listener = message -> told.add(List.of(channel, message));
    listening.put(channel, listener);
    redis.listen(channel, listener);
  }

  @Override
  public void leave(String channel) {
    redis.leave(channel, listening.remove(channel));
  }

  @Override
  public List<List<String>> told() {
    List<List<String>> all = told;
    told = new ArrayList<>();
    return all;
  }

  @Override
  public void block(boolean waits) {
    wait =
        new Move(
            ScriptText.key("ready"),
            ScriptText.key("landing"),
            id -> arrived = id,
            refused -> arrived = Refused.of(refused.text()));
    redis.begin(wait);
  }

  @Override
  public @Nullable Object arrived() {
    Object id = arrived;
    arrived = null;
    return id;
  }

  @Override
  public void unblock() {
    if (wait == null || !redis.end(wait)) {
      throw new AssertionError("nothing waits");
    }
  }

  @Override
  public Map<String, Kept> keys() {
    Map<String, Kept> all = new TreeMap<>();
    Keyspace keyspace = redis.keyspace();
    for (String name : keyspace.names()) {
      Keyspace.Value value = keyspace.find(name);
      List<Object> parts = new ArrayList<>();
      if (value instanceof Keyspace.Hash hash) {
        hash.forEach((field, text) -> parts.add(List.of(field, text)));
      } else if (value instanceof Keyspace.Elements list) {
        parts.addAll(list);
      } else if (value instanceof SortedSet set) {
        set.ascending().forEach(entry -> parts.add(List.of(entry.member(), shown(entry))));
      } else if (value instanceof Keyspace.Text text) {
        parts.add(text.text());
      }
      all.put(name, new Kept(Keyspace.typeOf(value), parts, keyspace.endsIn(name)));
    }
    return all;
  }

  private static String shown(SortedSet.Entry entry) {
    return Numbers.shown(entry.score(), Numbers.EXACT);
  }
}
