package io.sluice.gateway.cli.schedules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.JsonTree;
import io.sluice.schedule.Cron;
import io.sluice.schedule.Dialect;
import io.sluice.schedule.TimeZones;
import io.sluice.schedule.Timing;
import io.sluice.task.InvalidTaskException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a schedule of each line of a crontab. */
@Command(
    name = "import",
    description = {
      "Turns each line of a crontab into a schedule. Shows the schedules; --apply creates them.",
      "The payload of a task is {\"command\":...}, with user, input and env if the crontab has"
          + " them;",
      "your worker runs it. The same line gives the same name, so the import can be repeated."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ImportCommand extends RemoteCommand {
  /** A crontab that is longer is none. */
  private static final long MAX_BYTES = 1 << 20;

  private static final int MAX_SLUG = 40;

  @Option(
      names = "--crontab",
      paramLabel = "FILE",
      required = true,
      description = "path of the crontab")
  private Path file;

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      defaultValue = "debian",
      description = "dialect of the crontab (default ${DEFAULT-VALUE})")
  private String dialect;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "time zone of lines without CRON_TZ (default: the time zone of this machine)")
  private @Nullable String timeZone;

  @Option(
      names = "--system",
      description = "each line has a user before the command, as in /etc/crontab and /etc/cron.d")
  private boolean system;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      required = true,
      description = "queue of the tasks")
  private String queue;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "crontab",
      description = "type of the tasks; it selects the handler (default ${DEFAULT-VALUE})")
  private String type;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = "crontab",
      description = "prefix of the names of the schedules (default ${DEFAULT-VALUE})")
  private String prefix;

  @Option(names = "--apply", description = "creates the schedules")
  private boolean apply;

  /** A schedule as it is to be put. */
  private record Planned(
      Crontab.Job job, String name, String zone, @Nullable Instant next, byte[] body) {}

  @Override
  protected int run(ApiClient client, Output output) {
    Crontab crontab = Crontab.read(lines(), system);
    Dialect whose = whose();
    List<Crontab.Refused> refused = new ArrayList<>(crontab.refused());
    List<Planned> planned = new ArrayList<>();
    for (Crontab.Job job : crontab.jobs()) {
      try {
        planned.add(plan(job, whose));
      } catch (InvalidTaskException cannotBe) {
        refused.add(new Crontab.Refused(job.number(), String.valueOf(cannotBe.getMessage())));
      }
    }
    if (apply) {
      for (Planned each : planned) {
        await(client.send(ApiRequest.of("PUT", OneSchedule.path(each.name())).json(each.body())));
      }
    }
    show(output, planned);
    refused.forEach(each -> err().println(file + " line " + each.number() + ": " + each.why()));
    err()
        .println(
            planned.size()
                + (apply ? " schedules were put" : " schedules would be put; --apply puts them")
                + (refused.isEmpty() ? "" : ", " + refused.size() + " lines are refused"));
    err().flush();
    return refused.isEmpty() ? OK : FAILED;
  }

  private List<String> lines() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw usage("--crontab " + file + " is over " + MAX_BYTES + " bytes");
      }
      return Files.readAllLines(file, UTF_8);
    } catch (NoSuchFileException missing) {
      throw usage("--crontab: there is no file " + file);
    } catch (CharacterCodingException encoded) {
      throw usage("--crontab " + file + " is not text in UTF-8");
    } catch (IOException unreadable) {
      throw usage("--crontab " + file + " cannot be read");
    }
  }

  private Dialect whose() {
    return Arrays.stream(Dialect.values())
        .filter(each -> each.word().equals(dialect))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--dialect must be one of "
                        + String.join(
                            ", ", Arrays.stream(Dialect.values()).map(Dialect::word).toList())
                        + ", is '"
                        + dialect
                        + "'"));
  }

  private Planned plan(Crontab.Job job, Dialect whose) {
    String zone =
        job.timeZone() != null
            ? job.timeZone()
            : timeZone != null ? timeZone : ZoneId.systemDefault().getId();
    Timing timing = new Timing.ByCron(Cron.parse(job.cron(), whose), TimeZones.of(zone));
    byte[] body =
        JsonObject.write(
            json ->
                json.put("cron", job.cron())
                    .put("dialect", whose.word())
                    .put("timeZone", zone)
                    .put("queue", queue)
                    .put(
                        "task",
                        task -> task.put("type", type).put("payload", of -> payload(of, job))));
    return new Planned(job, name(job), zone, timing.next(Instant.now()), body);
  }

  private static void payload(JsonObject json, Crontab.Job job) {
    json.put("command", job.command()).put("user", job.user()).put("input", job.input());
    if (!job.variables().isEmpty()) {
      json.put("env", env -> job.variables().forEach((name, value) -> env.put(name, value)));
    }
  }

  /** By what is run and when, so that a line keeps its schedule when it moves in the file. */
  private String name(Crontab.Job job) {
    String program = job.command().split("\\s+", 2)[0];
    String base = program.substring(program.lastIndexOf('/') + 1);
    String slug = base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    CRC32 sum = new CRC32();
    sum.update((job.cron() + "\n" + job.user() + "\n" + job.command()).getBytes(UTF_8));
    return prefix
        + "."
        + slug.substring(0, Math.min(MAX_SLUG, slug.length()))
        + "."
        + HexFormat.of().toHexDigits(sum.getValue(), 8);
  }

  private static void show(Output output, List<Planned> planned) {
    TableText table =
        new TableText()
            .column("LINE", line -> line.get("line").text())
            .column("NAME", "name")
            .column("CRON", "cron")
            .column("ZONE", "timeZone")
            .column("NEXT", "nextFireAt")
            .column("COMMAND", "command");
    byte[] page =
        JsonObject.write(json -> json.putAll("items", planned, (item, each) -> item(item, each)));
    output.page(JsonTree.parse(page), table);
  }

  private static void item(JsonObject json, Planned each) {
    json.put("line", each.job().number())
        .put("name", each.name())
        .put("cron", each.job().cron())
        .put("timeZone", each.zone())
        .put("nextFireAt", each.next())
        .put("command", each.job().command());
  }
}
