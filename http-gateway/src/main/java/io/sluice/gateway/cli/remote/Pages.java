package io.sluice.gateway.cli.remote;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list of the gateway, page by page; no more than one of them is kept. */
public final class Pages {
  /** The most that the gateway gives at once. */
  private static final long PAGE = 200;

  private final ApiClient client;
  private final ApiPath list;
  private final long most;

  public Pages(ApiClient client, ApiPath list) {
    this(client, list, Long.MAX_VALUE);
  }

  private Pages(ApiClient client, ApiPath list, long most) {
    this.client = client;
    this.list = list;
    this.most = most;
  }

  public Pages atMost(long items) {
    return new Pages(client, list, items);
  }

  /**
   * Hands over each page, the first one also when it is empty.
   *
   * @param enough asked after each page
   */
  public void forEach(Consumer<JsonTree> taken, BooleanSupplier enough) {
    long left = most;
    @Nullable String cursor = null;
    do {
      JsonTree page = page(cursor, Math.min(left, PAGE));
      taken.accept(page);
      left -= page.get("items").items().size();
      cursor = page.get("nextCursor").isNull() ? null : page.get("nextCursor").text();
    } while (cursor != null && left > 0 && !enough.getAsBoolean());
  }

  private JsonTree page(@Nullable String cursor, long limit) {
    ApiPath path = list.with("limit", String.valueOf(limit)).with("cursor", cursor);
    return RemoteCommand.await(client.get(path)).json();
  }
}
