package io.sluice.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static final Map<String, KeyType> KEYS =
      Map.of(
          "tasks", KeyType.HASH,
          "ready", KeyType.LIST,
          "dead", KeyType.ZSET,
          "events", KeyType.CHANNEL);

  private static final Map<KeyType, String> COMMANDS =
      Map.of(
          KeyType.HASH, "HLEN",
          KeyType.LIST, "LLEN",
          KeyType.ZSET, "ZCARD",
          KeyType.STRING, "STRLEN");

  private static final String SCRIPT =
      """
      #!lua
      -- Counts.
      --
      -- KEYS  tasks ready
      --       events
      -- USES  told
      local id = ARGV[1] -- not KEYS[1]
      if id then
        -- GUARD tasks ready
        tell('ready', id)
      end
      return {call('HGET', tasks, id), call('LLEN', ready)}
      """;
  private static final String TOLD =
      """
      -- Publishes what happened.
      -- KEYS  events
      -- USES  clock
      -- NAMES tell
      local function tell(state, id)
        call('PUBLISH', events, now() .. state .. id)
      end
      """;
  private static final String CLOCK =
      """
      -- The time.
      -- NAMES now
      local asked
      local function now()
        asked = asked or call('TIME')
        return asked[1]
      end
      """;

  private static final String LATER =
      """
      -- Later.
      -- USES  clock
      -- NAMES later
      local function later()
        return now()
      end
      """;

  private final Map<String, KeyType> types = new HashMap<>(KEYS);
  private final Map<String, String> files =
      new HashMap<>(Map.of("count.lua", SCRIPT, "lib/told.lua", TOLD, "lib/clock.lua", CLOCK));

  @Test
  void aScriptIsComposedOfAPrologueItsFragmentsAndItsCode() {
    Composed composed = compose();

    assertThat(composed.keys()).containsExactly("tasks", "ready", "events");
    assertThat(composed.text())
        .isEqualTo(
            """
            #!lua
            -- Counts.
            --
            -- KEYS  tasks ready
            --       events
            -- USES  told
            local call = redis.call
            local tasks, ready, events =
              KEYS[1], KEYS[2], KEYS[3]

            -- lib/clock.lua
            local asked
            local function now()
              asked = asked or call('TIME')
              return asked[1]
            end

            -- lib/told.lua
            local function tell(state, id)
              call('PUBLISH', events, now() .. state .. id)
            end

            -- count.lua
            local id = ARGV[1] -- not KEYS[1]
            if id then
              call('HLEN', tasks)
              call('LLEN', ready)
              tell('ready', id)
            end
            return {call('HGET', tasks, id), call('LLEN', ready)}
            """);
  }

  @Test
  void aGuardReadsByTheTypeOfEachKey() {
    change("count.lua", "GUARD tasks ready", "GUARD ready");
    for (KeyType type : List.of(KeyType.HASH, KeyType.LIST, KeyType.ZSET, KeyType.STRING)) {
      types.put("ready", type);

      assertThat(compose().text()).contains("  call('" + COMMANDS.get(type) + "', ready)\n");
    }
  }

  @Test
  void aFunctionThatTheScriptDoesNotNeedIsLeftOut() {
    change(
        "lib/clock.lua",
        "local function now()",
        """
        -- Seconds.
        local function seconds()
          return asked[1]
        end

        local function now()\
        """);

    assertThat(compose().text()).contains("function now()").doesNotContain("econds");

    change("lib/clock.lua", "  return asked[1]\nend\n\nlocal", "  return 1\nend\n\nlocal");
    change("lib/clock.lua", "or call('TIME')", "or seconds() or call('TIME')");
    assertThat(compose().text()).contains("-- Seconds.\nlocal function seconds()\n");
  }

  @Test
  void aFragmentNamesInItsHeaderOnlyWhatItUses() {
    change("lib/told.lua", "  call('PUBLISH'", "  -- USES clock\n  call('PUBLISH'");

    refused("lib/told.lua, line 6: the code of a fragment has USES");
  }

  @Test
  void aFragmentThatOnlyOneBlockNeedsIsThereInThisBlock() {
    files.put("lib/later.lua", LATER);
    change("count.lua", "  tell(", "  -- USES later\n  later()\n  tell(");

    assertThat(compose().text())
        .contains(
            """
              call('LLEN', ready)

              -- lib/later.lua
              local function later()
                return now()
              end

              later()
              tell('ready', id)
            """);
  }

  @Test
  void aFragmentThatIsThereAlreadyOrThatTwoBlocksNeedIsRefused() {
    files.put("lib/later.lua", LATER);
    change("count.lua", "  tell(", "  -- USES told\n  tell(");
    refused("count.lua, line 10: the fragment told is there already; name it in the header only");

    change("count.lua", "-- USES  told\n", "");
    change("count.lua", "return {", "-- USES later\nlater()\nreturn {");
    refused("lib/later.lua, line 2: two blocks of a script need the fragment clock");
  }

  @Test
  void aKeyThatThereIsNotIsRefused() {
    change("count.lua", "KEYS  tasks", "KEYS  tusks");

    refused("count.lua, line 4: there is no key tusks; correct its name or add it to Key");
  }

  @Test
  void aKeyThatAFragmentNeedsAndTheScriptLacksIsRefused() {
    change("count.lua", "--       events\n", "");

    refused("count.lua, line 4: KEYS lacks events, which lib/told.lua needs; add events to KEYS");
  }

  @Test
  void aKeyThatNothingUsesIsRefused() {
    change("count.lua", "KEYS  tasks", "KEYS  dead tasks");

    refused("count.lua, line 4: neither the script nor a fragment uses the key dead");
  }

  @Test
  void aKeyThatIsNamedTwiceIsRefused() {
    change("count.lua", "KEYS  tasks", "KEYS  tasks tasks");

    refused("count.lua, line 4: KEYS has tasks twice");
  }

  @Test
  void aKeyThatAFragmentUsesAndDoesNotDeclareIsRefused() {
    change("lib/told.lua", "call(", "call('LLEN', ready) call(");

    refused(
        "lib/told.lua, line 6: the code names the key ready, which KEYS of this fragment lacks");
  }

  @Test
  void aKeyThatAFragmentDeclaresAndDoesNotUseIsRefused() {
    change("lib/told.lua", "KEYS  events", "KEYS  events tasks");

    refused("lib/told.lua, line 2: the fragment does not use its key tasks");
  }

  @Test
  void aFragmentThatIsUsedAndNotNeededIsRefused() {
    change("count.lua", "tell('ready', id)", "-- tell");

    refused("count.lua, line 6: the code needs none of the names of the fragment told: [tell]");
  }

  @Test
  void aNameOfAFragmentThatUsesLacksIsRefused() {
    change("count.lua", "'ready', id", "now(), id");

    refused("count.lua, line 10: the code uses now of lib/clock.lua, which USES lacks");
  }

  @Test
  void aNameThatIsPrivateToAFragmentIsRefused() {
    change("lib/told.lua", "now()", "now() .. asked");

    refused("lib/told.lua, line 6: the code uses asked, which is private to lib/clock.lua");
  }

  @Test
  void aNameThatAFragmentDoesNotDefineIsRefused() {
    change("lib/clock.lua", "NAMES now", "NAMES now later");

    refused("lib/clock.lua, line 2: the fragment does not define later");
  }

  @Test
  void aNameThatIsDefinedTwiceIsRefused() {
    change("lib/told.lua", "local function tell", "local id\nlocal function tell");

    refused("count.lua, line 7: the name id is defined twice, by lib/told.lua and by count.lua");
  }

  @Test
  void fragmentsThatUseEachOtherAreRefused() {
    change("lib/clock.lua", "-- NAMES", "-- USES  told\n-- NAMES");

    refused("lib/clock.lua, line 2: the fragments use each other: told → clock → told");
  }

  @Test
  void keysThatAreReadByNumberAreRefused() {
    change("count.lua", "call('HGET', tasks", "call('HGET', KEYS[1]");
    refused("count.lua, line 12: the code reads KEYS[…] itself; declare the key in the header");
  }

  @Test
  void aGuardInTheHeaderIsRefused() {
    change("count.lua", "local id =", "-- GUARD tasks\nlocal id =");

    refused("count.lua, line 7: GUARD stands in the header; put an empty line between");
  }

  @Test
  void aGuardOfAKeyThatIsNotDeclaredOrAChannelIsRefused() {
    change("count.lua", "GUARD tasks", "GUARD dead");
    refused("count.lua, line 9: GUARD names dead, which is not in KEYS");

    change("count.lua", "GUARD dead", "GUARD events");
    refused("count.lua, line 9: GUARD names events, which is a channel");
  }

  private Composed compose() {
    return new Composer(files::get, types::get).compose("count.lua");
  }

  private void change(String file, String from, String to) {
    assertThat(files.get(file)).contains(from);
    files.compute(file, (name, text) -> text.replace(from, to));
  }

  private void refused(String... parts) {
    ThrowableAssert.ThrowingCallable composing = this::compose;
    assertThatThrownBy(composing)
        .isInstanceOf(BadScriptException.class)
        .message()
        .startsWith("script ")
        .contains(parts);
  }
}
