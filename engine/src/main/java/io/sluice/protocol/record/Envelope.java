package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.store.flow.Next;
import io.sluice.store.payload.Payload;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as bytes: version, creation time, type, tagged options, payload. An option that is not set
 * takes no byte; one that a later version adds is skipped by an earlier reader. A task that has a
 * group or a priority begins with its {@link Spot}.
 *
 * <pre>
 *   { 2 · length · spot }? · version · created ms (varint) · type (text) · { tag · part }* · 0 · payload
 *   version = 1, or 3 where the payload is deflated, and before it its size (varint) as it was; 4 to
 *             31 belong to newer versions of Sluice, which keep all that is in front of the payload
 *   part = length (varint) · what the tag says; of a unique key how long it is held in ms
 *          (0 = until the task has ended, varint) and its name in {@code once}
 * </pre>
 */
public final class Envelope {
  private static final int VERSION = 1;

  /** Readers that do not know it must not take the payload for what it is not. */
  private static final int DEFLATED = 3;

  /** No version will have a higher number: text, or what else was put there, is damage. */
  private static final int LAST_VERSION = 31;

  private static final int END = 0;
  private static final int TIMEOUT = 1;
  private static final int RETRY = 2;
  private static final int HEADER = 3;
  private static final int TAG = 4;
  private static final int EXPIRES_IN = 5;
  private static final int RETENTION = 6;

  /** Only scripts read it: act.lua and bulk.lua, when a dead task is to live again. */
  private static final int UNIQUE = 7;

  /** Before the unique key, since scripts read no further than that. */
  private static final int COST = 8;

  /** How many tasks went before it. */
  private static final int DEPTH = 9;

  /** What is enqueued when it has succeeded: see {@link NextRecord}. */
  private static final int NEXT = 10;

  public static byte[] encode(StoredTask task) {
    return encode(task, null);
  }

  /** With the unique key that it was enqueued with. */
  public static byte[] encode(StoredTask task, @Nullable Unique unique) {
    ByteWriter out = new ByteWriter(plainBytes(task));
    if (task.options().laned()) {
      out.writeByte(Spot.VERSION);
      writeBytes(out, Spot.open(task.options()).toBytes());
    }
    Payload payload = task.kept();
    out.writeByte(payload.isDeflated() ? DEFLATED : VERSION)
        .writeVarint(task.createdAt().toEpochMilli())
        .writeText(task.type());
    if (task.options().costOrDefault() != TaskOptions.DEFAULT_COST) {
      writePart(out, COST, new ByteWriter(4).writeVarint(task.options().costOrDefault()));
    }
    if (unique != null) {
      writePart(out, UNIQUE, encode(unique));
    }
    if (!task.options().equals(TaskOptions.NONE)) {
      writeOptions(out, task.options());
    }
    writeFlow(out, task.flow());
    out.writeByte(END);
    if (payload.isDeflated()) {
      out.writeVarint(payload.size());
    }
    return out.writeRaw(payload.kept()).toBytes();
  }

  /** The size of an envelope without options, which is then written without a copy. */
  private static int plainBytes(StoredTask task) {
    return 2
        + ByteWriter.varintBytes(task.createdAt().toEpochMilli())
        + ByteWriter.varintBytes(task.type().length())
        + task.type().length()
        + (task.kept().isDeflated() ? ByteWriter.varintBytes(task.kept().size()) : 0)
        + task.kept().kept().length;
  }

  /**
   * Reads an envelope; throws {@link StoreCorruptedException}, of which {@link
   * StoreCorruptedException#isNewer} says whether it is damaged at all.
   */
  public static StoredTask decode(TaskId id, byte[] bytes) {
    return decode(id, bytes, false);
  }

  /**
   * Reads of an envelope of any version what all versions have, which is all but the payload and
   * what follows the task. The payload is what is there, as it is.
   */
  static StoredTask front(TaskId id, byte[] bytes) {
    return decode(id, bytes, true);
  }

  private static StoredTask decode(TaskId id, byte[] bytes, boolean ofAny) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    Spot spot = null;
    if (version == Spot.VERSION) {
      spot = spot(id, in.readPart());
      version = in.readByte();
    }
    if (!ofAny && version != VERSION && version != DEFLATED) {
      throw unknown(id, version);
    }
    Instant created = Instant.ofEpochMilli(in.readVarint());
    String type = in.readText();
    Options read = checkedOptions(id, in, ofAny);
    TaskOptions options = read.options;
    if (spot != null) {
      options = options.placed(spot.priority(), spot.group());
    }
    Payload payload =
        version == DEFLATED && !ofAny
            ? Payload.deflated(in.readVarint(), in.readRest())
            : Payload.of(in.readRest());
    return new StoredTask(id, type, created, options, payload, read.flow);
  }

  private static StoreCorruptedException unknown(TaskId id, int version) {
    return version > DEFLATED && version <= LAST_VERSION
        ? StoreCorruptedException.newer(
            "task "
                + id
                + " was written by a newer version of Sluice: its envelope has version "
                + version
                + ", and this Sluice knows versions up to "
                + DEFLATED
                + "; it waits for a newer worker")
        : new StoreCorruptedException(
            "task " + id + " has an envelope of version " + version + ", which there is not", null);
  }

  /** By what a task of another priority than the default one is ordered. */
  public static char urgency(TaskOptions options) {
    return Spot.urgency(options);
  }

  /** Only the creation time, without reading on. */
  public static Instant createdAt(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    if (in.readByte() == Spot.VERSION) {
      in.readPart();
      in.readByte();
    }
    return Instant.ofEpochMilli(in.readVarint());
  }

  private static Spot spot(TaskId id, ByteReader part) {
    try {
      return Spot.read(part.readRest());
    } catch (IllegalArgumentException e) {
      throw new StoreCorruptedException("task " + id + " has no place that can be read", e);
    }
  }

  private static void writeOptions(ByteWriter out, TaskOptions options) {
    if (options.timeout() != null) {
      writePart(out, TIMEOUT, new ByteWriter(8).writeVarint(RetryRecord.millis(options.timeout())));
    }
    if (options.retry() != null) {
      writePart(out, RETRY, RetryRecord.encode(options.retry()));
    }
    options
        .headers()
        .forEach(
            (name, value) ->
                writePart(out, HEADER, new ByteWriter(32).writeText(name).writeText(value)));
    options.tags().forEach(tag -> writePart(out, TAG, new ByteWriter(16).writeText(tag)));
    if (options.expiresIn() != null) {
      writePart(
          out, EXPIRES_IN, new ByteWriter(8).writeVarint(RetryRecord.millis(options.expiresIn())));
    }
    if (options.retention() != null) {
      writePart(out, RETENTION, new ByteWriter(8).writeVarint(options.retention().toMillis()));
    }
  }

  private static void writeFlow(ByteWriter out, Flow flow) {
    if (flow.depth() > 0) {
      writePart(out, DEPTH, new ByteWriter(4).writeVarint(flow.depth()));
    }
    flow.next().forEach(next -> writePart(out, NEXT, NextRecord.encode(next)));
  }

  private record Options(TaskOptions options, Flow flow) {
    private static final Options NONE = new Options(TaskOptions.NONE, Flow.NONE);
  }

  private static Options checkedOptions(TaskId id, ByteReader in, boolean alone) {
    try {
      return readOptions(in, alone);
    } catch (InvalidTaskException e) {
      throw new StoreCorruptedException(
          "task " + id + " has an option that nobody can have set: " + e.getMessage(), e);
    }
  }

  /**
   * @param alone without what follows the task
   */
  private static Options readOptions(ByteReader in, boolean alone) {
    int tag = in.readByte();
    if (tag == END) {
      return Options.NONE;
    }
    Duration timeout = null;
    RetryPolicy retry = null;
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> tags = new ArrayList<>();
    Duration expiresIn = null;
    Duration retention = null;
    Integer cost = null;
    int depth = 0;
    List<Next> next = new ArrayList<>();
    for (; tag != END; tag = in.readByte()) {
      ByteReader part = in.readPart();
      switch (tag) {
        case TIMEOUT -> timeout = Duration.ofMillis(part.readVarint());
        case RETRY -> retry = RetryRecord.decode(part);
        case HEADER -> headers.put(part.readText(), part.readText());
        case TAG -> tags.add(part.readText());
        case EXPIRES_IN -> expiresIn = Duration.ofMillis(part.readVarint());
        case RETENTION -> retention = Duration.ofMillis(part.readVarint());
        case COST -> cost = (int) part.readVarint();
        case DEPTH -> depth = (int) part.readVarint();
        case NEXT -> {
          if (!alone) {
            next.add(NextRecord.decode(part));
          }
        }
        default -> {
          // An option of a later version.
        }
      }
    }
    return new Options(
        new TaskOptions(timeout, retry, headers, tags, expiresIn, retention, null, null, cost),
        depth == 0 && next.isEmpty() ? Flow.NONE : new Flow(depth, next));
  }

  private static void writePart(ByteWriter out, int tag, ByteWriter part) {
    writeBytes(out.writeByte(tag), part.toBytes());
  }

  private static void writeBytes(ByteWriter out, byte[] bytes) {
    out.writeVarint(bytes.length).writeRaw(bytes);
  }

  private static ByteWriter encode(Unique unique) {
    return new ByteWriter(32)
        .writeVarint(UniqueRecord.heldForMillis(unique))
        .writeRaw(UniqueRecord.name(unique).getBytes(UTF_8));
  }

  private Envelope() {}
}
