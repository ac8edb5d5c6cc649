package io.sluice.gateway.api.batches;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The view of a batch on the wire, and which version of it that is. */
final class BatchJson {
  private static final long FNV_PRIME = 0x100000001B3L;

  /**
   * The answer that shows a batch, with the version of the view as its {@code ETag}.
   *
   * @param caller sees no parts in queues that it may not reach
   */
  static Answer answer(int status, BatchView batch, Caller caller) {
    return Answer.json(status, of(batch, caller)).with(ETag.HEADER, version(batch).quoted());
  }

  static byte[] of(BatchView batch, Caller caller) {
    return JsonObject.write(json -> members(json, batch, caller));
  }

  static void members(JsonObject json, BatchView batch, Caller caller) {
    BatchId parent = batch.parent();
    json.put("id", batch.id().id())
        .put("queue", batch.id().home().value())
        .put("name", batch.name())
        .put("state", batch.state().wireName())
        .put("ended", batch.hasEnded())
        .put("counts", counts -> counts(counts, batch.counts()))
        .put("onFailure", batch.policy().wireName())
        .put("gather", batch.id().gathers())
        .put("parent", parent == null ? null : parent.id())
        .put("createdAt", batch.created())
        .put("openUntil", batch.openUntil())
        .put("sealedAt", batch.sealedAt())
        .put("endedAt", batch.endedAt())
        .putAll("parts", visible(batch, caller), BatchJson::part);
  }

  private static List<BatchPart> visible(BatchView batch, Caller caller) {
    return batch.parts().stream().filter(part -> caller.mayReach(part.queue())).toList();
  }

  private static void part(JsonObject json, BatchPart part) {
    json.put("queue", part.queue().value())
        .put("counts", counts -> counts(counts, part.counts()))
        .put("final", part.isFinal());
  }

  private static void counts(JsonObject json, BatchCounts counts) {
    json.put("total", counts.total())
        .put("pending", counts.pending())
        .put("succeeded", counts.succeeded())
        .put("dead", counts.dead())
        .put("cancelled", counts.cancelled())
        .put("expired", counts.expired());
  }

  /** Tells apart any two states of a batch. */
  static ETag version(BatchView batch) {
    long hash = millis(batch.created());
    hash = (hash ^ millis(batch.sealedAt())) * FNV_PRIME;
    hash = (hash ^ millis(batch.endedAt())) * FNV_PRIME;
    for (BatchPart part : batch.parts()) {
      BatchCounts counts = part.counts();
      long[] figures = {
        part.queue().value().hashCode(),
        part.isFinal() ? 1 : 0,
        counts.pending(),
        counts.succeeded(),
        counts.dead(),
        counts.cancelled(),
        counts.expired()
      };
      for (long figure : figures) {
        hash = (hash ^ figure) * FNV_PRIME;
      }
    }
    return new ETag(
        batch.state().wireName()
            + '-'
            + batch.counts().total()
            + '-'
            + Long.toUnsignedString(hash, Character.MAX_RADIX));
  }

  private static long millis(@Nullable Instant instant) {
    return instant == null ? 0 : instant.toEpochMilli();
  }

  private BatchJson() {}
}
