package io.sluice.letters;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.codec.JsonPayloadCodec;
import io.sluice.encoding.Payloads;
import io.sluice.letters.Duty.Kind;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.protocol.record.Envelope;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.store.payload.Payload;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Enqueues a few tasks that others will follow; sends again until it is answered. */
public final class Sower implements Actor {
  private static final int MOST_TASKS = 3;
  private static final int MOST_LEFT = 4;
  public static final FollowUps FOLLOW_UPS =
      new FollowUps(new Payloads(new JsonPayloadCodec(), null, 1 << 20, Payload.NEVER));

  private final World world;
  private final String queue;
  private final String lane;
  private final List<String> args = new ArrayList<>();

  public Sower(World world) {
    this.world = world;
    queue = world.anyQueue();
    lane = "p" + world.random.nextLong();
    int many = 1 + world.random.nextInt(MOST_TASKS);
    args.addAll(List.of("1", "0", "" + many));
    for (int i = 0; i < many; i++) {
      StoredTask task = task(lane + "." + i);
      args.add(task.id().value());
      args.add(new String(Envelope.encode(task), ISO_8859_1));
    }
  }

  private StoredTask task(String id) {
    Kind kind = world.oneIn(10) ? Kind.ENDLESS : world.oneIn(3) ? Kind.OTHER : Kind.SAME;
    int depth = kind == Kind.ENDLESS ? FollowUp.DEEPEST - 1 - world.random.nextInt(4) : 0;
    boolean isChain = kind == Kind.SAME && world.oneIn(4);
    int left = isChain ? 0 : 1 + world.random.nextInt(MOST_LEFT);
    Duty duty = new Duty(kind, left, depth, 0, id);
    List<FollowUp> then = isChain ? chain() : List.of();
    return new StoredTask(
        TaskId.stored(id),
        duty.task().type().name(),
        Instant.ofEpochMilli(world.now()),
        TaskOptions.NONE,
        duty.payload(),
        new Flow(depth, FOLLOW_UPS.with(then).next()));
  }

  /** One that is followed by another, and one beside it that takes the result. */
  private List<FollowUp> chain() {
    Duty leaf = new Duty(Kind.SAME, 0, 1, 0, "chained");
    return leaf.task()
        .then(world.anyQueue(), leaf.task().then(world.anyQueue(), leaf.task()))
        .thenWithResult(world.anyQueue(), leaf.task())
        .followUps();
  }

  @Override
  public boolean step() {
    return world.send(queue, "enqueue", lane, args) == null;
  }
}
