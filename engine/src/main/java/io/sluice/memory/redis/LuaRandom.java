package io.sluice.memory.redis;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.ZeroArgFunction;

/**
 * {@code math.random()} and {@code math.randomseed(n)} with the numbers that Redis draws: those of
 * lrand48, of which it takes the part that is below 2^31.
 */
final class LuaRandom {
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long INCREMENT = 0xBL;
  private static final long MASK = (1L << 48) - 1;
  private static final long SEED_END = 0x330EL;
  private static final int SEED_SHIFT = 16;
  private static final int DRAWN_SHIFT = 17;
  private static final double MOST = Integer.MAX_VALUE;

  private long state = SEED_END;

  void addTo(LuaTable math) {
    math.set(
        "random",
        new ZeroArgFunction() {
          @Override
          public LuaValue call() {
            return LuaValue.valueOf(drawn());
          }
        });
    math.set(
        "randomseed",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue seed) {
            state = (((long) (int) (long) seed.checkdouble() << SEED_SHIFT) | SEED_END) & MASK;
            return LuaValue.NONE;
          }
        });
  }

  private double drawn() {
    state = (state * MULTIPLIER + INCREMENT) & MASK;
    long bits = state >>> DRAWN_SHIFT;
    return bits % (long) MOST / MOST;
  }
}
