package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** One session of a queue under test, whose claims count up by themselves. */
public final class TestSession {
  private final TestQueue queue;
  private final String id;
  private long claims;

  TestSession(TestQueue queue, String id) {
    this.queue = queue;
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** The number of the last claim. */
  public long lastClaim() {
    return claims;
  }

  public ClaimReply tryClaim(int max, TaskId... adopted) {
    return claimAgain(++claims, max, adopted);
  }

  /** A claim under a number that may have been used. */
  public ClaimReply claimAgain(long number, int max, TaskId... adopted) {
    return TestQueue.now(
        queue
            .store()
            .claim(
                queue.name(),
                id,
                number,
                new ClaimTerms(max, Integer.MAX_VALUE, Arrays.asList(adopted))));
  }

  /** A claim of no more than so many bytes, under the next number. */
  public ClaimReply claimWithin(int bytes, int max) {
    return claimWithinAgain(++claims, bytes, max);
  }

  /** A claim of no more than so many bytes, under a number that may have been used. */
  public ClaimReply claimWithinAgain(long number, int bytes, int max) {
    return TestQueue.now(
        queue.store().claim(queue.name(), id, number, new ClaimTerms(max, bytes, List.of())));
  }

  public List<ClaimedTask> claim(int max, TaskId... adopted) {
    return given(tryClaim(max, adopted));
  }

  /** Claims of these types, and goes on as long as there may be more. */
  public List<ClaimedTask> claimTypes(int max, String... types) {
    ClaimReply reply = tryClaimTypes(max, types);
    while (given(reply).isEmpty() && ((ClaimReply.Claimed) reply).more()) {
      reply = tryClaimTypes(max, types);
    }
    return given(reply);
  }

  private ClaimReply tryClaimTypes(int max, String... types) {
    return TestQueue.now(
        queue.store().claim(queue.name(), id, ++claims, ClaimTerms.upTo(max, Set.of(types))));
  }

  /** Claims one task, which must be there. */
  public ClaimedTask claim() {
    List<ClaimedTask> tasks = claim(1);
    assertThat(tasks).hasSize(1);
    return tasks.get(0);
  }

  public static List<ClaimedTask> given(ClaimReply reply) {
    assertThat(reply).isInstanceOf(ClaimReply.Claimed.class);
    return ((ClaimReply.Claimed) reply).tasks();
  }

  public static List<TaskId> ids(List<ClaimedTask> tasks) {
    return tasks.stream().map(task -> task.task().id()).toList();
  }

  public ExtendReply extend() {
    return extend(TestQueue.LONG);
  }

  public ExtendReply extend(Duration life) {
    return extend(life, ExtendReply.END);
  }

  public ExtendReply extend(Duration life, String cursor) {
    return TestQueue.now(queue.store().sessions().extend(queue.name(), id, life, cursor));
  }

  public void close() {
    TestQueue.done(queue.store().sessions().close(queue.name(), id));
  }
}
