package io.sluice.load.report.compare;

import io.sluice.load.measure.Stage;
import io.sluice.load.report.HistogramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A result as it was written, read again. What is missing or broken is named with its file. */
final class StoredRun {
  private static final int SCHEMA = 1;

  private final Path file;
  private final JsonNode root;
  private final Map<Stage, Histogram> histograms;

  private StoredRun(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
    this.histograms = histograms();
  }

  /**
   * Reads a result.json.
   *
   * @throws IllegalArgumentException when it is none
   */
  static StoredRun read(Path file) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
    StoredRun run = new StoredRun(file, root);
    if (run.required("/schema").asInt(0) != SCHEMA) {
      throw new IllegalArgumentException(
          file + " has schema " + root.at("/schema") + ", only " + SCHEMA + " can be compared");
    }
    return run;
  }

  Path file() {
    return file;
  }

  /** A field that every result has, by its path. */
  JsonNode required(String path) {
    JsonNode found = root.at(path);
    if (found.isMissingNode() || found.isNull()) {
      throw new IllegalArgumentException(file + " is no result to compare: it has no " + path);
    }
    return found;
  }

  double number(String path) {
    JsonNode found = required(path);
    if (!found.isNumber()) {
      throw new IllegalArgumentException(file + ": " + path + " must be a number, is " + found);
    }
    return found.asDouble();
  }

  /** Null when the run has no such figure. */
  @Nullable Double numberIfAny(String path) {
    JsonNode found = root.at(path);
    return found.isMissingNode() || found.isNull() ? null : Double.valueOf(number(path));
  }

  /** All fields below a path; missing when there are none. */
  JsonNode below(String path) {
    return root.at(path);
  }

  /** In nanoseconds, of the stages that were timed. */
  Map<Stage, Histogram> times() {
    return histograms;
  }

  private Map<Stage, Histogram> histograms() {
    Map<Stage, Histogram> found = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      JsonNode text = root.at("/histograms/" + stage.wireName());
      if (text.isString()) {
        found.put(stage, histogram(stage, text.asString()));
      }
    }
    return found;
  }

  private Histogram histogram(Stage stage, String text) {
    try {
      return HistogramText.read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + ": /histograms/" + stage.wireName() + " is " + e.getMessage(), e);
    }
  }
}
