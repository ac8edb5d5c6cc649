package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Ages;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of one look at all queues after the other, with rates out of what their totals have
 * grown by.
 */
final class StatsText {
  private static final double NANOS = 1e9;
  private static final List<String> RATES = List.of("accepted", "succeeded", "retried", "dead");

  private final Map<String, Look> before = new HashMap<>();
  private TableText table = newTable();

  /** What the ledger of a queue said, and when. */
  private record Look(JsonTree totals, long nanos) {}

  /** Begins a table of its own, with a head. */
  void startTable() {
    table = newTable();
  }

  TableText table() {
    return table;
  }

  /** The page with the rates since the look before; a queue that was not there keeps its own. */
  JsonTree withRates(JsonTree page) {
    List<JsonTree> queues = new ArrayList<>();
    for (JsonTree queue : page.get("items").items()) {
      Look now = new Look(queue.get("totals"), System.nanoTime());
      Look earlier = before.put(queue.get("queue").text(), now);
      queues.add(earlier == null ? queue : queue.with("rates", rates(earlier, now)));
    }
    return page.with("items", new JsonTree.Items(queues));
  }

  private static JsonTree rates(Look earlier, Look now) {
    JsonTree rates = JsonTree.Members.NONE;
    double seconds = (now.nanos - earlier.nanos) / NANOS;
    for (String name : RATES) {
      double grown = now.totals.get(name).number() - earlier.totals.get(name).number();
      rates = rates.with(name, new JsonTree.Literal(shown(grown / seconds)));
    }
    return rates;
  }

  private static TableText newTable() {
    TableText table = new TableText().column("QUEUE", QueueText::name);
    QueueText.counts(table);
    for (String name : RATES) {
      table.number(name.toUpperCase(Locale.ROOT) + "/S", queue -> rate(queue, name));
    }
    return table.number("OLDEST", queue -> Ages.ofMillis(queue.get("oldestReadyAgeMs").number()));
  }

  private static String rate(JsonTree queue, String name) {
    String rate = queue.get("rates").get(name).text();
    return rate.isEmpty() ? "" : shown(Double.parseDouble(rate));
  }

  private static String shown(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate);
  }
}
