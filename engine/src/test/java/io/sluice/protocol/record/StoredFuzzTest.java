package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.protocol.Claiming;
import io.sluice.protocol.Events;
import io.sluice.protocol.Views;
import io.sluice.script.Reply;
import io.sluice.store.StoredTask;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What comes out of Redis may be anything: it is read, or told to be damaged. With JAZZER_FUZZ=1
 * and -Djazzer.hooks=true each target looks for new inputs; else those that are kept are tried.
 */
class StoredFuzzTest {
  private static final QueueName QUEUE = QueueName.of("q");
  private static final TaskId ID = TaskId.of("t");
  private static final List<String> PLACES =
      List.of("running", "finished", "scheduled", "dead", "ready", "cancelled");

  @Property(tries = 2_000)
  void anyBytesAreReadOrToldToBeDamaged(@ForAll byte[] bytes) {
    envelope(bytes);
    records(bytes);
    event(bytes);
    token(bytes);
    view(bytes);
    claim(bytes);
  }

  @FuzzTest
  void envelope(byte[] bytes) {
    StoredTask task;
    try {
      task = Envelope.decode(ID, bytes);
    } catch (StoreCorruptedException damaged) {
      return;
    }
    byte[] written = Envelope.encode(task);
    assertThat(Envelope.encode(Envelope.decode(ID, written))).isEqualTo(written);
    assertThat(Envelope.createdAt(bytes)).isEqualTo(task.createdAt());
  }

  @FuzzTest
  void records(byte[] bytes) {
    readOrDamaged(() -> ResultRecord.parse(bytes));
    readOrDamaged(() -> Attempts.parse(bytes));
  }

  @FuzzTest
  void event(byte[] bytes) {
    assertThat(Events.parse(QUEUE, new String(bytes, UTF_8))).doesNotContainNull();
  }

  @FuzzTest
  void token(byte[] bytes) {
    String token = new String(bytes, UTF_8);
    readOrDamaged(() -> Token.startedAt(token));
    readOrDamaged(() -> Token.session(token));
  }

  /** What find answers: the first byte says where the task is, the others what is kept of it. */
  @FuzzTest
  void view(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    byte[] place = PLACES.get(Math.floorMod(bytes[0], PLACES.size())).getBytes(UTF_8);
    byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    readOrDamaged(
        () ->
            Views.parse(QUEUE, List.of(ID), new Reply(List.of(List.of(place, rest, rest, rest)))));
  }

  /** What claim answers: each part has its length in front; any number of parts, of any length. */
  @FuzzTest
  void claim(byte[] bytes) {
    List<Object> parts = new ArrayList<>(List.of("ok".getBytes(UTF_8)));
    List<List<Object>> lists = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int count = 0;
    for (int at = 0; at < bytes.length; count++) {
      int end = Math.min(bytes.length, at + 1 + Byte.toUnsignedInt(bytes[at]));
      byte[] part = Arrays.copyOfRange(bytes, at + 1, Math.max(at + 1, end));
      (count == 0 ? parts : lists.get(count % lists.size())).add(part);
      at = end;
    }
    parts.addAll(lists);
    readOrDamaged(() -> Claiming.read(new Reply(parts)));
  }

  private static void readOrDamaged(Runnable reading) {
    try {
      reading.run();
    } catch (StoreCorruptedException damaged) {
      assertThat(damaged).hasMessageMatching(".*\\S.*");
    }
  }
}
