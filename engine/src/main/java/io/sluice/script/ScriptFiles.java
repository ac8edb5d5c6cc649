package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The Lua files of the scripts and their fragments, beside this class on the class path. */
final class ScriptFiles {
  private static final Composer COMPOSER = new Composer(ScriptFiles::read, ScriptFiles::typeOf);

  private ScriptFiles() {}

  static Composed compose(String file) {
    return COMPOSER.compose(file);
  }

  private static @Nullable KeyType typeOf(String word) {
    Key key = Key.find(word);
    return key == null ? null : key.type();
  }

  private static String read(String file) {
    try (InputStream in = ScriptFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "script " + file + " is missing from the class path; add it or correct its name");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("script " + file + " cannot be read", e);
    }
  }
}
