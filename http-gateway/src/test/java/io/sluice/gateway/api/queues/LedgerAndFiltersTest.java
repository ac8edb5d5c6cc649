package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class LedgerAndFiltersTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theLedgerShowsEachQueueOnceOverItsPages() {
    for (String queue : List.of("l1", "l2", "l3")) {
      HTTP.enqueue(queue, "{\"type\":\"a\",\"delay\":\"1h\"}");
    }
    List<String> queues = new ArrayList<>();
    Reply page = HTTP.get("/v1/ledger?limit=2");
    while (page.json().has("nextCursor")) {
      add(page, queues);
      page = HTTP.get("/v1/ledger?limit=2&cursor=" + page.member("nextCursor"));
    }
    add(page, queues);

    assertThat(queues).contains("l1", "l2", "l3").isSorted().doesNotHaveDuplicates();
  }

  private static void add(Reply page, List<String> queues) {
    for (JsonNode item : page.json().path("items")) {
      queues.add(item.path("queue").asString());
      assertThat(item.path("balanced").asBoolean()).isTrue();
      if (item.path("queue").asString().equals("l1")) {
        assertThat(item.path("totals").path("accepted").asInt()).isOne();
        assertThat(item.path("unfinished").asInt()).isOne();
      }
    }
  }

  @Test
  void listsAreFilteredByErrorAndAge() {
    HTTP.enqueue("f", "{\"type\":\"a\",\"id\":\"waits\",\"delay\":\"1h\"}");
    HTTP.enqueue(
        "demo",
        "{\"type\":\"demo.fail\",\"id\":\"fails\",\"payload\":9,\"retry\":{\"maxAttempts\":1}}",
        "Prefer",
        "wait=20");
    String error =
        HTTP.get("/v1/queues/demo/tasks/fails").json().path("failure").path("type").asString();

    assertThat(ids("demo", "dead&error=" + error)).containsExactly("fails");
    assertThat(ids("demo", "dead&error=other.Error")).isEmpty();
    assertThat(ids("demo", "dead&newerThan=1h&olderThan=0s")).containsExactly("fails");
    assertThat(ids("demo", "dead&olderThan=1h")).isEmpty();
    assertThat(ids("f", "scheduled&newerThan=1h")).containsExactly("waits");
    assertThat(ids("f", "scheduled&olderThan=1h")).isEmpty();
    assertThat(HTTP.get("/v1/queues/f/tasks?state=dead&olderThan=old").status()).isEqualTo(422);
    assertThat(HTTP.get("/v1/queues/f/tasks?ids=waits&error=x").status()).isEqualTo(422);
  }

  private static List<String> ids(String queue, String state) {
    List<String> ids = new ArrayList<>();
    HTTP.get("/v1/queues/" + queue + "/tasks?state=" + state)
        .json()
        .path("items")
        .forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }
}
