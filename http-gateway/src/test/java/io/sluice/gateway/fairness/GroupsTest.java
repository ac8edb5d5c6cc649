package io.sluice.gateway.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class GroupsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  private Claims queue;

  @BeforeEach
  void newQueue(TestInfo test) {
    queue = new Claims(HTTP, test.getTestMethod().orElseThrow().getName());
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void rulesAreGivenBackAsTheyCanBePutAgain() {
    String limits =
        "{\"maxConcurrency\":500,\"rateLimit\":{\"limit\":100,\"per\":\"PT1S\",\"burst\":200},"
            + "\"groups\":{\"default\":{\"weight\":1,\"maxConcurrency\":1,"
            + "\"rate\":{\"limit\":10,\"per\":\"PT1S\",\"burst\":20},\"maxBacklog\":1000},"
            + "\"tenant-7\":{\"weight\":4}},\"ageEvery\":\"PT1M\",\"maxDelay\":\"PT10M\"}";

    assertThat(queue.settings(limits).json().path("limits").toString()).isEqualTo(limits);
    assertThat(HTTP.get(queue.at()).json().path("limits").toString()).isEqualTo(limits);
    assertThat(queue.settings("{\"weights\":{\"a\":2}}").json().path("limits").toString())
        .isEqualTo("{\"groups\":{\"a\":{\"weight\":2}}}");
    assertThat(queue.settings("{}").json().path("limits").toString()).isEqualTo("{}");
  }

  @Test
  void aLightGroupDoesNotWaitForTheBacklogOfAHeavyOne() {
    queue.settings("{}");
    queue.enqueue(200, "heavy-", ",\"group\":\"heavy\"");
    queue.claim(5);
    queue.enqueue("light", ",\"group\":\"light\"");

    assertThat(queue.claimed(2)).contains("light");
  }

  @Test
  void startsAreSharedByWeightsAndANewWeightActsAtOnce() {
    queue.settings("{\"weights\":{\"a\":3}}");
    queue.enqueue(100, "a-", ",\"group\":\"a\"");
    queue.enqueue(100, "b-", ",\"group\":\"b\"");

    assertThat(queue.claimed(40)).filteredOn(id -> id.startsWith("a-")).hasSizeBetween(28, 32);
    queue.settings("{\"weights\":{\"b\":3}}");
    assertThat(queue.claimed(40)).filteredOn(id -> id.startsWith("a-")).hasSizeBetween(8, 12);
  }

  @Test
  void aQueueShowsItsLargestGroups() {
    queue.settings("{\"weights\":{\"a\":3}}");
    queue.enqueue(7, "a-", ",\"group\":\"a\"");
    queue.enqueue(5, "b-", ",\"group\":\"b\"");
    queue.claim(4);

    JsonNode groups = HTTP.get(queue.at()).json().path("groups");

    assertThat(groups.path(0).path("group").asString()).isIn("a", "b");
    JsonNode a = group(groups, "a");
    JsonNode b = group(groups, "b");
    assertThat(a.path("running").asInt()).isEqualTo(3);
    assertThat(a.path("ready").asInt()).isEqualTo(4);
    assertThat(a.path("share").asDouble()).isEqualTo(0.75);
    assertThat(b.path("running").asInt()).isEqualTo(1);
    assertThat(b.path("ready").asInt()).isEqualTo(4);
    assertThat(b.path("share").asDouble()).isEqualTo(0.25);
    String name = "{group=\"a\",queue=\"" + queue.queue() + "\"";
    assertThat(HTTP.get("/metrics").text())
        .contains("sluice_group_tasks" + name + ",state=\"ready\"} 4.0")
        .contains("sluice_group_tasks" + name + ",state=\"running\"} 3.0")
        .contains("sluice_group_share" + name + "} 0.75");
  }

  @Test
  void aQueueWithoutGroupsShowsNone() {
    queue.settings("{}");
    queue.enqueue("plain", "");

    assertThat(HTTP.get(queue.at()).json().path("groups").toString()).isEqualTo("[]");
  }

  @Test
  void tasksAreListedByTheirGroup() {
    queue.settings("{}");
    queue.enqueue(3, "a-", ",\"group\":\"a\"");
    queue.enqueue(3, "b-", ",\"group\":\"b\"");
    queue.enqueue("first", ",\"group\":\"a\",\"priority\":9");
    queue.enqueue("later", ",\"group\":\"a\",\"delay\":\"1h\"");
    queue.enqueue("never", ",\"group\":\"b\",\"delay\":\"1h\"");

    assertThat(listed("state=ready&group=a")).containsExactly("first", "a-0", "a-1", "a-2");
    assertThat(listed("state=scheduled&group=a")).containsExactly("later");
    assertThat(listed("state=ready&group=none")).isEmpty();
    queue.enqueue(50, "m-", ",\"group\":\"m\"");
    queue.enqueue(50, "z-", ",\"group\":\"z\"");
    for (String group : List.of("a", "b", "m", "z")) {
      assertThat(listed("state=ready&limit=1&group=" + group)).as(group).hasSize(1);
    }
    Reply page = HTTP.get(queue.at() + "/tasks?state=ready&group=a&limit=3");
    assertThat(page.header("Link")).contains("group=a");
    assertThat(listed("state=ready&group=a&limit=3&cursor=" + page.member("nextCursor")))
        .containsExactly("a-2");
  }

  private List<String> listed(String query) {
    Reply page = HTTP.get(queue.at() + "/tasks?" + query);
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return page.json().path("items").valueStream().map(task -> task.path("id").asString()).toList();
  }

  static JsonNode group(JsonNode groups, String name) {
    return groups
        .valueStream()
        .filter(group -> group.path("group").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
