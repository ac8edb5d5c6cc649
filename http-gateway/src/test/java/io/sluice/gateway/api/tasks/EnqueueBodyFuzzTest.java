package io.sluice.gateway.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.json.Json;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.NewTask;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A body from anybody is a task, or a problem that is told. */
class EnqueueBodyFuzzTest {
  private static final Reach QUEUE = new Reach(QueueName.of("q"), Caller.EVERYBODY);

  @Property(tries = 1_000)
  void anyBytesAreATaskOrAProblem(@ForAll byte[] bytes) {
    body(bytes);
  }

  @FuzzTest
  void body(byte[] bytes) {
    NewTask<byte[], byte[]> task;
    try {
      task = EnqueueBody.parse(QUEUE, bytes);
    } catch (ProblemException told) {
      assertThat(told).hasMessageMatching("(?s).*\\S.*");
      return;
    }
    assertThat(task.type().name()).isNotEmpty();
    assertThat(task.payload().length == 0 || Json.isJson(task.payload())).isTrue();
  }
}
