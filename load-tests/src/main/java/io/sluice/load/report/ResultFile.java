package io.sluice.load.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a result where others look for it. */
public final class ResultFile {
  static final String NAME = "result.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Writes the file into the folder, which is made if need be, and gives its path. */
  public static Path write(Path folder, ResultDocument document) {
    Path file = folder.resolve(NAME);
    try {
      Files.createDirectories(folder);
      Files.write(file, JSON.writeValueAsBytes(document.fields()));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the result to " + file + ": " + e, e);
    }
  }

  private ResultFile() {}
}
