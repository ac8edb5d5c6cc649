package io.sluice.encoding;

import io.sluice.config.SluiceConfig;
import io.sluice.encryption.Encrypted;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.encryption.PayloadPlace;
import io.sluice.store.StoredTask;
import io.sluice.store.payload.Payload;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.PayloadCodec;
import io.sluice.task.enqueue.TypeRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From values to the bytes that Redis keeps, and back. A codec makes bytes of values; where there
 * are keys, the bytes are compressed and then encrypted for the place where they belong. Without
 * keys they stay what the codec made, and {@link #kept} compresses payloads. Thread-safe.
 *
 * <p>What reads throws {@link StoreCorruptedException} for bytes that cannot be decrypted.
 */
public final class Payloads {
  private final PayloadCodec codec;
  private final @Nullable EncryptionKeys keys;
  private final int maxBytes;
  private final int compressFrom;

  /**
   * A payload on its way to a task whose id is not known yet.
   *
   * @param isReady whether these bytes are kept as they are
   */
  public record Draft(byte[] bytes, boolean isReady) {}

  /**
   * @param keys null where nothing is encrypted
   * @param maxBytes the most bytes that the codec may make of a value
   * @param compressFrom of how many bytes on payloads are compressed
   */
  public Payloads(
      PayloadCodec codec, @Nullable EncryptionKeys keys, int maxBytes, int compressFrom) {
    this.codec = codec;
    this.keys = keys;
    this.maxBytes = maxBytes;
    this.compressFrom = compressFrom;
  }

  /** By the bounds of these settings. */
  public Payloads(PayloadCodec codec, @Nullable EncryptionKeys keys, SluiceConfig config) {
    this(codec, keys, config.maxPayloadBytes(), config.compressFrom());
  }

  /** The most bytes that the codec may make of a value. */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * The payload of a task that will have this id.
   *
   * @throws PayloadTooLargeException when it is too large
   */
  public byte[] ofTask(NewTask<?, ?> task, QueueName queue, TaskId id) {
    return encrypted(
        bounded(plain(task)), PayloadPlace.ofTask(queue, task.type().name(), id), compressFrom);
  }

  /**
   * The payload of the tasks of a schedule.
   *
   * @throws PayloadTooLargeException when it is too large
   */
  public byte[] ofSchedule(NewTask<?, ?> task, QueueName queue, ScheduleName name) {
    return encrypted(
        bounded(plain(task)),
        PayloadPlace.ofSchedule(queue, task.type().name(), name),
        compressFrom);
  }

  /** The payload of a task that is kept with the one that it follows. */
  public byte[] ofFollowUp(NewTask<?, ?> task, QueueName queue) {
    TaskId id = task.id();
    String type = task.type().name();
    return encrypted(
        plain(task),
        id == null ? PayloadPlace.ofFollowUp(queue, type) : PayloadPlace.ofTask(queue, type, id),
        compressFrom);
  }

  /** As it is kept: compressed, unless it is encrypted and was compressed before. */
  public Payload kept(byte[] payload) {
    return keys == null ? Payload.of(payload, compressFrom) : Payload.of(payload);
  }

  /** What the codec makes of the payload of a task, of any size. */
  public byte[] plain(NewTask<?, ?> task) {
    return codec.encode(task.payload(), task.type().payload());
  }

  /**
   * The result of a task on its way to the payload of one that follows it. One that a worker
   * elsewhere has encrypted by a key of its own stays as it is.
   */
  public Draft ofResult(byte[] result, QueueName queue, TaskId id) {
    if (keys == null || Encrypted.keyOf(result) == null) {
      return new Draft(result, false);
    }
    try {
      return new Draft(keys.decrypt(result, PayloadPlace.ofResult(queue, id)), false);
    } catch (StoreCorruptedException others) {
      return new Draft(result, true);
    }
  }

  /** Bytes that are the same for the same payload, and may be seen. */
  public byte[] fingerprint(Draft payload) {
    return keys == null || payload.isReady() ? payload.bytes() : keys.fingerprint(payload.bytes());
  }

  /** The payload of the task with this id. */
  public byte[] of(Draft payload, QueueName queue, String type, TaskId id) {
    return payload.isReady()
        ? payload.bytes()
        : encrypted(payload.bytes(), PayloadPlace.ofTask(queue, type, id), compressFrom);
  }

  /**
   * The result of a task; none is no bytes, and not encrypted.
   *
   * @throws PayloadTooLargeException when it is too large
   */
  public byte[] result(@Nullable Object result, TypeRef<?> type, QueueName queue, TaskId id) {
    byte[] plain = value(result, type);
    return plain.length == 0
        ? plain
        : encrypted(plain, PayloadPlace.ofResult(queue, id), Payload.NEVER);
  }

  /**
   * A value of the stream of a task.
   *
   * @throws PayloadTooLargeException when it is too large
   */
  public byte[] emitted(Object value, TypeRef<?> type, QueueName queue, TaskId id) {
    return encrypted(value(value, type), PayloadPlace.ofEmitted(queue, id), Payload.NEVER);
  }

  /** The payload of a task as the codec made it. */
  public byte[] opened(StoredTask task, QueueName queue) {
    return decrypted(task.payload(), PayloadPlace.ofTask(queue, task.type(), task.id()));
  }

  /** The value of a payload that was opened. */
  public <T> @Nullable T payload(byte[] opened, TypeRef<T> type) {
    return codec.decode(opened, type);
  }

  /** The result of a task. */
  public <R> @Nullable R result(byte[] kept, TypeRef<R> type, QueueName queue, TaskId id) {
    return given(kept, type, PayloadPlace.ofResult(queue, id));
  }

  /** A value of the stream of a task. */
  public <R> @Nullable R emitted(byte[] kept, TypeRef<R> type, QueueName queue, TaskId id) {
    return given(kept, type, PayloadPlace.ofEmitted(queue, id));
  }

  /** Who has no keys and asks for bytes, such as the gateway, gets those that are kept. */
  private <R> @Nullable R given(byte[] kept, TypeRef<R> type, PayloadPlace place) {
    return codec.decode(
        kept.length == 0 || (keys == null && type.is(byte[].class)) ? kept : decrypted(kept, place),
        type);
  }

  private byte[] value(@Nullable Object value, TypeRef<?> type) {
    return bounded(
        Objects.requireNonNull(
            codec.encode(value, type), "the codec gave no bytes for the result"));
  }

  private byte[] encrypted(byte[] plain, PayloadPlace place, int from) {
    return keys == null ? plain : keys.encrypt(plain, place, from);
  }

  private byte[] decrypted(byte[] kept, PayloadPlace place) {
    if (keys != null) {
      return keys.decrypt(kept, place);
    }
    String keyId = Encrypted.keyOf(kept);
    if (keyId != null) {
      throw EncryptionKeys.unknown(place, keyId, "has none");
    }
    return kept;
  }

  private byte[] bounded(byte[] bytes) {
    if (bytes.length > maxBytes) {
      throw new PayloadTooLargeException(bytes.length, maxBytes);
    }
    return bytes;
  }
}
