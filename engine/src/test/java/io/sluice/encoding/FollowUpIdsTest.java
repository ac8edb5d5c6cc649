package io.sluice.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Work;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.encryption.Encrypted;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.store.EnqueueItem;
import io.sluice.store.StoredTask;
import io.sluice.store.payload.Payload;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same outcome, recorded again, makes the same follow-ups: also of what is encrypted anew. */
class FollowUpIdsTest {
  private static final QueueName QUEUE = QueueName.of("q");
  private static final EncryptionKeys KEYS = EncryptionKeys.of("k1", new byte[32]);

  @Test
  void anEncryptedFollowUpHasTheSameIdEachTimeAndOtherBytes() {
    EnqueueItem first = followUp(payloads(KEYS), "a", "a result");
    EnqueueItem again = followUp(payloads(KEYS), "a", "a result");

    assertThat(again.task().id()).isEqualTo(first.task().id());
    assertThat(again.task().payload()).isNotEqualTo(first.task().payload());
  }

  @Test
  void anotherPayloadHasAnotherId() {
    assertThat(followUp(payloads(KEYS), "b", "").task().id())
        .isNotEqualTo(followUp(payloads(KEYS), "a", "").task().id());
  }

  @Test
  void theIdSaysNothingOfThePayloadToOneWithoutTheKey() {
    assertThat(followUp(payloads(KEYS), "a", "").task().id())
        .isNotEqualTo(followUp(payloads(null), "a", "").task().id());
  }

  @Test
  void aResultThatIsHandedOnIsEncryptedForItsNewTask() {
    Payloads payloads = payloads(KEYS);
    TaskId before = TaskId.of("before");
    byte[] result = payloads.result("42", Work.ECHO.result(), QUEUE, before);
    FollowUp takes = FollowUp.to("q", Work.ECHO.with(""));
    List<EnqueueItem> items =
        new FollowUps(payloads)
                .of(
                    QUEUE,
                    task(),
                    result,
                    List.of(new FollowUp(takes.queue(), takes.task(), true)),
                    Instant.EPOCH)
                .stream()
                .map(one -> one.item())
                .toList();
    StoredTask next = items.get(0).task();

    assertThat(Encrypted.keyOf(next.payload())).isEqualTo("k1");
    assertThat(payloads.payload(payloads.opened(next, QUEUE), Work.ECHO.payload())).isEqualTo("42");
  }

  private static EnqueueItem followUp(Payloads payloads, String payload, String result) {
    return new FollowUps(payloads)
        .of(
            QUEUE,
            task(),
            result.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            List.of(FollowUp.to("q", Work.ECHO.with(payload))),
            Instant.EPOCH)
        .get(0)
        .item();
  }

  private static StoredTask task() {
    return new StoredTask(
        TaskId.of("before"), "echo", Instant.EPOCH, TaskOptions.NONE, new byte[0]);
  }

  private static Payloads payloads(@Nullable EncryptionKeys keys) {
    return new Payloads(new JsonPayloadCodec(), keys, 1 << 20, Payload.NEVER);
  }
}
