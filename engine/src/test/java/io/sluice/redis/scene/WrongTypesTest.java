package io.sluice.redis.scene;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.script.ScriptCalls;
import io.sluice.task.StoreCorruptedException;
import io.sluice.testing.TestRedis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Something of a wrong type in any key of any script: a clear error, and nothing is changed. */
@Tag("scaled")
class WrongTypesTest {
  /** A build plants the type that no key has, the proof every type. */
  private static final boolean ALL = Boolean.getBoolean("wrongTypes.all");

  private static final List<Scene> SCENES = withMembers(Scenes.all());

  /** The error of each call with each type in each key: a call is made once for all tests. */
  private static final Map<Planting, Optional<Throwable>> MADE = new HashMap<>();

  /** What each scene begins with: it is played once, and restored for each type in each key. */
  private static final Map<Scene, Snapshot> BEFORE = new HashMap<>();

  private static TestRedis redis;
  private static ScriptCalls calls;

  private record Planting(Scene scene, String key, WrongType wrong) {}

  static List<Scene> scenes() {
    return SCENES;
  }

  private static List<Scene> withMembers(List<Scene> scenes) {
    return Stream.concat(scenes.stream(), MemberScenes.of(scenes).stream()).toList();
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    calls = new ScriptCalls(redis.uri());
  }

  @AfterAll
  static void stop() {
    calls.close();
    redis.close();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void aCallThatMeetsAWrongTypeFailsAndChangesNothing(Scene scene) {
    for (String key : ScriptCalls.keysOf(scene.verb())) {
      for (WrongType wrong : WrongType.values()) {
        if (!wrong.belongsTo(key) && (ALL || wrong == WrongType.STREAM)) {
          failsAndChangesNothing(scene, key, wrong);
        }
      }
    }
  }

  @Test
  void everyKeyOfEveryScriptIsMetBySomeCall() {
    Set<String> unmet = new TreeSet<>();
    ScriptCalls.verbs()
        .forEach(verb -> ScriptCalls.keysOf(verb).forEach(key -> unmet.add(verb + " " + key)));
    for (Scene scene : SCENES) {
      for (String key : ScriptCalls.keysOf(scene.verb())) {
        if (errorOf(scene, key, WrongType.STREAM).isPresent()) {
          unmet.remove(scene.verb() + " " + key);
        }
      }
    }

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void withoutAWrongTypeTheCallIsAnswered(Scene scene) {
    Snapshot unused = play(scene);

    assertThat(catchThrowable(() -> scene.call(calls))).isNull();
  }

  private static void failsAndChangesNothing(Scene scene, String key, WrongType wrong) {
    errorOf(scene, key, wrong)
        .ifPresent(
            error ->
                assertThat(error)
                    .as("%s with a %s in %s", scene, wrong, key)
                    .isInstanceOf(StoreCorruptedException.class)
                    .hasMessageContaining(scene.verb())
                    .hasMessageContaining("WRONGTYPE"));
  }

  /** The error of the call; none when it did not need the key. */
  private static Optional<Throwable> errorOf(Scene scene, String key, WrongType wrong) {
    return MADE.computeIfAbsent(
        new Planting(scene, key, wrong), unused -> Optional.ofNullable(planted(scene, key, wrong)));
  }

  private static Throwable planted(Scene scene, String key, WrongType wrong) {
    BEFORE.computeIfAbsent(scene, WrongTypesTest::play).restore(calls.commands());
    byte[] name = calls.name(key, scene.lane());
    wrong.plant(calls.commands(), name);
    Map<String, String> before = Snapshot.of(calls.commands()).dumps();

    Throwable error = catchThrowable(() -> scene.call(calls));

    Map<String, String> after = Snapshot.of(calls.commands()).dumps();
    String changed = new String(name, UTF_8);
    assertThat(after.get(changed))
        .as("%s with a %s in %s: the key itself", scene, wrong, key)
        .isEqualTo(before.get(changed));
    if (error != null) {
      assertThat(after)
          .as("%s with a %s in %s: everything else", scene, wrong, key)
          .isEqualTo(before);
    }
    return error;
  }

  private static Snapshot play(Scene scene) {
    calls.commands().flushall();
    scene.before().accept(calls);
    return Snapshot.of(calls.commands());
  }
}
