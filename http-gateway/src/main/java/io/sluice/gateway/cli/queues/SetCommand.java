package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Changes settings of a queue. The gateway sets all of them at once, so those that are not named
 * are read before; who else sets them in this moment may be overwritten.
 */
@Command(
    name = "set",
    description = {
      "Changes settings of a queue; settings that are not given keep their values.",
      "The value 'none' resets a setting to the configuration of the engines."
    })
final class SetCommand extends OneQueue {
  private static final String NONE = "none";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  @Option(
      names = "--max-backlog",
      paramLabel = "N",
      description = "largest number of waiting tasks; further tasks are refused")
  private @Nullable String maxBacklog;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "largest number of tasks that run at the same time")
  private @Nullable String maxConcurrency;

  @Option(
      names = "--keep-for",
      paramLabel = "TIME",
      description = "time for which finished tasks are kept")
  private @Nullable String maxAge;

  @Option(
      names = "--keep-most",
      paramLabel = "N",
      description = "largest number of finished tasks that are kept")
  private @Nullable String maxCount;

  @Override
  ApiRequest request(ApiClient client, ApiPath path, String name) {
    JsonTree settings = await(client.get(path)).json().get("limits");
    settings = number(settings, "maxBacklog", "--max-backlog", maxBacklog);
    settings = number(settings, "maxConcurrency", "--max-concurrency", maxConcurrency);
    JsonTree retention = settings.get("retention");
    retention = number(retention, "maxCount", "--keep-most", maxCount);
    retention = changed(retention, "maxAge", maxAge, JsonTree.Text::new);
    settings =
        settings.with(
            "retention", retention.members().isEmpty() ? JsonTree.Literal.NULL : retention);
    return ApiRequest.of("PUT", path).json(settings.compact().getBytes(StandardCharsets.UTF_8));
  }

  private JsonTree number(JsonTree of, String member, String option, @Nullable String value) {
    return changed(
        of,
        member,
        value,
        text -> {
          if (!NUMBER.matcher(text).matches()) {
            throw usage(option + " must be a whole number or none, is " + text);
          }
          return new JsonTree.Literal(text);
        });
  }

  private static JsonTree changed(
      JsonTree of, String member, @Nullable String value, Function<String, JsonTree> read) {
    if (value == null) {
      return of;
    }
    return of.with(member, value.equals(NONE) ? JsonTree.Literal.NULL : read.apply(value));
  }
}
