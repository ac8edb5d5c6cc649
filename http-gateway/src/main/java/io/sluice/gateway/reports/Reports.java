package io.sluice.gateway.reports;

import io.sluice.gateway.problem.FileTrouble;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The runs that the load harness left in a folder. Files are read one at a time, on a thread that
 * may block, so that a folder of large ones costs no more memory than the largest.
 */
public final class Reports {
  /** Where no folder was named. */
  public static final Reports NONE = new Reports(null, Schedulers.immediate());

  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 100;
  private static final int IDLE_SECONDS = 60;

  private final @Nullable RunFolder folder;
  private final Scheduler files;

  /** Those that are listed, as they were when they were read. */
  private final Map<String, Known> known = new HashMap<>();

  private record Known(RunFolder.Run run, Report report) {}

  /**
   * Some of the runs.
   *
   * @param end the position after which the list goes on; null at its end
   * @param total how many runs the folder has
   * @param problem why there are none, in a sentence; null when the folder was read
   */
  public record Listed(
      List<Report> reports, @Nullable String end, int total, @Nullable String problem) {
    private static final Listed NOTHING = new Listed(List.of(), null, 0, null);
  }

  private Reports(@Nullable RunFolder folder, Scheduler files) {
    this.folder = folder;
    this.files = files;
  }

  /** The runs in this folder, which may come to be later. Blocks for a look. */
  public static Reports in(Path folder) {
    if (!Files.isDirectory(folder)) {
      log.warn("there are no load reports: {} is not there yet", folder);
    }
    return new Reports(
        new RunFolder(folder),
        Schedulers.newBoundedElastic(1, MOST_WAITING, "sluice-reports", IDLE_SECONDS, true));
  }

  /** Whether a folder was named. */
  public boolean enabled() {
    return folder != null;
  }

  /** Reads nothing any more. */
  public void close() {
    if (folder != null) {
      files.dispose();
    }
  }

  /**
   * The newest runs first.
   *
   * @param position where the page before ended; null for the first page
   */
  public Mono<Listed> after(@Nullable String position, int limit) {
    RunFolder from = folder;
    return from == null ? Mono.just(Listed.NOTHING) : looked(() -> list(from, position, limit));
  }

  /** The run with this name; empty when there is none. */
  public Mono<Report> find(String name) {
    RunFolder from = folder;
    return from == null
        ? Mono.empty()
        : looked(() -> Optional.ofNullable(from.run(name)).map(ResultFile::read))
            .flatMap(Mono::justOrEmpty);
  }

  private <T> Mono<T> looked(Callable<T> look) {
    return Mono.fromCallable(look)
        .subscribeOn(files)
        .timeout(PATIENCE, Mono.error(() -> overloaded("reading the load reports takes too long")))
        .onErrorMap(
            RejectedExecutionException.class, full -> overloaded("too many wait for load reports"));
  }

  private Listed list(RunFolder from, @Nullable String position, int limit) {
    RunFolder.Runs runs;
    try {
      runs = from.runs();
    } catch (IOException unreadable) {
      return new Listed(List.of(), null, 0, trouble(from, unreadable));
    }
    List<RunFolder.Run> rest =
        runs.newest().stream()
            .filter(run -> position == null || run.position().compareTo(position) > 0)
            .toList();
    List<RunFolder.Run> page = rest.stream().limit(limit).toList();
    List<Report> reports = page.stream().map(this::brief).toList();
    forgetAllBut(runs.newest());
    @Nullable String end = rest.size() > limit ? page.get(limit - 1).position() : null;
    return new Listed(reports, end, runs.total(), null);
  }

  private static String trouble(RunFolder from, IOException unreadable) {
    return Files.isDirectory(from.path())
        ? "the folder of --reports cannot be read: " + FileTrouble.of(unreadable)
        : "the folder of --reports is not there; sluice-load makes load-results with its first run";
  }

  /** A file is read again when it was written again, or could not be read: that may be mended. */
  private synchronized Report brief(RunFolder.Run run) {
    Known before = known.get(run.name());
    if (before != null && before.run().equals(run)) {
      return before.report();
    }
    Report fresh = ResultFile.read(run).brief();
    if (fresh.problem() == null) {
      known.put(run.name(), new Known(run, fresh));
    }
    return fresh;
  }

  private synchronized void forgetAllBut(List<RunFolder.Run> listed) {
    known.keySet().retainAll(listed.stream().map(RunFolder.Run::name).toList());
  }

  private static Throwable overloaded(String detail) {
    return Problem.of(ProblemCode.OVERLOADED, detail).asException();
  }
}
