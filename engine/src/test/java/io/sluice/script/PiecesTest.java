package io.sluice.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a fragment does for one task, put in where a script says so. */
class PiecesTest {
  private static final String SCRIPT =
      """
      #!lua
      -- Counts.
      --
      -- KEYS  tasks ready
      local id = ARGV[1]
      if id then
        -- INLINE countOne
        return {number}
      end

      -- USES count

      if #ARGV > 1 then
        -- USES twice
        return {twice(ARGV)}
      end
      return {count(ARGV)}
      """;
  private static final String COUNT =
      """
      -- Counts.
      --
      -- KEYS  tasks
      -- NAMES count

      -- INLINE countOne
      -- The task `id`.
      local number = call('HEXISTS', tasks, id)

      local function count(ids)
        return #ids + call('HLEN', tasks)
      end
      """;
  private static final String TWICE =
      """
      -- Counts twice.
      --
      -- KEYS  ready
      -- USES  count
      -- NAMES twice
      local function twice(ids)
        return 2 * count(ids) + call('LLEN', ready)
      end
      """;

  private final Map<String, String> files =
      new HashMap<>(Map.of("counting.lua", SCRIPT, "lib/count.lua", COUNT, "lib/twice.lua", TWICE));

  @Test
  void aPieceStandsWhereTheScriptPutsItAndNotWhereItsFragmentIs() {
    assertThat(text())
        .contains(
            """
            if id then
              -- The task `id`.
              local number = call('HEXISTS', tasks, id)
              return {number}
            end


            -- lib/count.lua
            local function count(ids)
              return #ids + call('HLEN', tasks)
            end
            """)
        .containsOnlyOnce("HEXISTS");
  }

  @Test
  void aFragmentThatStandsInNoBlockIsThereForTheFragmentsOfBlocksBehindIt() {
    assertThat(text()).containsOnlyOnce("local function count").contains("  local function twice");
  }

  @Test
  void aPieceThatNoFragmentOfTheScriptHasIsRefused() {
    files.put("counting.lua", SCRIPT.replace("INLINE countOne", "INLINE countAll"));

    assertThatThrownBy(this::text)
        .isInstanceOf(BadScriptException.class)
        .hasMessageContaining(
            "counting.lua, line 7: no fragment of this script has a piece countAll");
  }

  @Test
  void aPieceInABlockOfAFragmentIsRefused() {
    files.put("lib/twice.lua", TWICE.replace("  return", "  -- INLINE countOne\n  return"));

    assertThatThrownBy(this::text)
        .isInstanceOf(BadScriptException.class)
        .hasMessageContaining("lib/twice.lua, line 7: the piece countOne stands in a block");
  }

  @Test
  void aLineBehindAPieceKeepsItsNumber() {
    files.put("lib/count.lua", COUNT.replace("#ids + call", "KEYS[1] + call"));

    assertThatThrownBy(this::text)
        .isInstanceOf(BadScriptException.class)
        .hasMessageContaining("lib/count.lua, line 11: the code reads KEYS[…] itself");
  }

  private String text() {
    Map<String, KeyType> types = Map.of("tasks", KeyType.HASH, "ready", KeyType.LIST);
    return new Composer(files::get, types::get).compose("counting.lua").text();
  }
}
