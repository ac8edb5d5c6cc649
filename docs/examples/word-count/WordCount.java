import io.sluice.Sluice;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskType;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts the words of a file, once by itself and once spread over the workers of a queue. Java runs
 * this file as it is: {@code java -cp sluice.jar WordCount.java COMMAND ...}.
 */
public final class WordCount {
  /** What a task gives: how often each word occurs in its part of the text. */
  public record Counts(Map<String, Long> words) {}

  static final TaskType<String, Counts> COUNT =
      TaskType.of("words.count", String.class, Counts.class);

  static final String QUEUE = "words";
  private static final JsonMapper JSON = new JsonMapper();

  public static void main(String[] args) throws IOException {
    switch (args.length == 0 ? "" : args[0]) {
      case "generate" -> generate(Path.of(args[1]), Long.parseLong(args[2]));
      case "split" -> split(Path.of(args[1]), Integer.parseInt(args[2]), System.out);
      case "worker" -> worker(args[1]);
      case "scatter" -> print(scatter(args[1], Path.of(args[2]), Integer.parseInt(args[3])));
      case "merge" -> print(merge(Path.of(args[1])));
      case "count" -> print(countAlone(Path.of(args[1])));
      default -> {
        System.err.println(
            """
            generate FILE BYTES       writes a text of words at random
            split FILE PARTS          prints the text in parts, a JSON string a line
            worker REDIS              counts parts until it is ended
            scatter REDIS FILE PARTS  counts the text by workers, and prints the counts
            merge FILE                sums up what 'sluice map' printed, and prints the counts
            count FILE                counts the text in this process, and prints the counts\
            """);
        System.exit(2);
      }
    }
  }

  /** A worker: a handler, and nothing else. It blocks, so it has threads of its own. */
  private static void worker(String redis) {
    Sluice sluice = Sluice.connect(redis);
    sluice
        .worker(QUEUE)
        .concurrency(4)
        .handleBlocking(COUNT, task -> count(new TreeMap<>(), task.payload()))
        .start();
    System.out.println("worker started");
    Flux.never().blockLast();
  }

  /** The parts are read as workers take them, and results are summed up as they come. */
  static Map<String, Long> scatter(String redis, Path file, int parts) throws IOException {
    try (Sluice sluice = Sluice.connect(redis);
        BufferedReader text = Files.newBufferedReader(file)) {
      long size = Files.size(file) / parts;
      Scheduler files = Schedulers.boundedElastic(); // reading and printing block
      Flux<NewTask<String, Counts>> tasks =
          Flux.generate(
              sink -> {
                String part = next(text, size);
                if (part.isEmpty()) {
                  sink.complete();
                } else {
                  sink.next(COUNT.with(part).timeout(Duration.ofMinutes(1)));
                }
              });
      return sluice
          .scatter(QUEUE, tasks.subscribeOn(files), ScatterOptions.DEFAULT.window(64))
          .publishOn(files)
          .map(result -> ((Scattered.Succeeded<?, Counts>) result).result())
          .index((index, counts) -> told(index + 1, counts))
          .reduceWith(TreeMap::new, (Map<String, Long> all, Counts part) -> sum(all, part.words()))
          .block();
    }
  }

  private static Counts told(long results, Counts counts) {
    System.err.println(results);
    return counts;
  }

  static Map<String, Long> merge(Path results) throws IOException {
    Map<String, Long> all = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(results)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Map.Entry<String, JsonNode> word :
            JSON.readTree(line).path("result").path("words").properties()) {
          all.merge(word.getKey(), word.getValue().asLong(), Long::sum);
        }
      }
    }
    return all;
  }

  static Map<String, Long> countAlone(Path file) throws IOException {
    Map<String, Long> all = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        count(all, line);
      }
    }
    return all;
  }

  private static Counts count(Map<String, Long> counts, String text) {
    for (String word : text.split("[ \n]+")) {
      counts.merge(word, 1L, Long::sum);
    }
    return new Counts(counts);
  }

  private static Map<String, Long> sum(Map<String, Long> all, Map<String, Long> part) {
    part.forEach((word, count) -> all.merge(word, count, Long::sum));
    return all;
  }

  private static void print(Map<String, Long> counts) {
    counts.forEach((word, count) -> System.out.println(word + " " + count));
  }

  static void split(Path file, int parts, PrintStream out) throws IOException {
    long size = Files.size(file) / parts;
    try (BufferedReader text = Files.newBufferedReader(file)) {
      for (String part = next(text, size); !part.isEmpty(); part = next(text, size)) {
        out.println(JSON.writeValueAsString(part));
      }
    }
  }

  /** Whole lines of about this size together; empty at the end. */
  private static String next(BufferedReader text, long size) {
    try {
      StringBuilder part = new StringBuilder();
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        part.append(line).append('\n');
        if (part.length() >= size) {
          break;
        }
      }
      return part.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A few words are frequent and most are rare, as in a language. */
  static void generate(Path file, long bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (long written = 0; written < bytes; ) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 14; i++) {
          double rank = random.nextDouble() * random.nextDouble() * random.nextDouble();
          line.append(i == 0 ? "" : " ").append("w").append((int) (rank * 3_000));
        }
        out.append(line).append('\n');
        written += line.length() + 1;
      }
    }
  }

  private WordCount() {}
}
