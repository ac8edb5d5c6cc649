package io.sluice.memory;

import io.sluice.script.Script;
import io.sluice.script.ScriptServer;

/**
 * What engines of one process share in place of a Redis: the scripts of production, run in this
 * process. Everything is in memory, and gone with it. Thread-safe.
 */
public final class MemoryServer {
  private static final String LUA_IS_MISSING =
      "an engine in memory runs its scripts with LuaJ, which is not on the class path: add"
          + " org.luaj:luaj-jse:3.0.1 with the scope of tests";

  private final Machine machine;

  private MemoryServer(Machine machine) {
    this.machine = machine;
  }

  /**
   * By the clock of the system.
   *
   * @throws IllegalStateException when LuaJ is not on the class path; says what to add
   */
  public static MemoryServer create() {
    return new MemoryServer(machine(Clocks.ofTheSystem()));
  }

  /**
   * By this clock.
   *
   * @throws IllegalStateException when LuaJ is not on the class path; says what to add
   */
  public static MemoryServer create(VirtualClock clock) {
    Machine machine = machine(Clocks.of(clock));
    clock.onAdvance(machine::catchUp);
    return new MemoryServer(machine);
  }

  /** A connection of an engine, which {@code Sluice.builder(…).connect(server)} makes. */
  @SuppressWarnings("exports")
  public ScriptServer connect() {
    return new MemoryConnection(machine);
  }

  private static Machine machine(Clocks clocks) {
    Script[] unused = Script.values(); // read from their files here, on a thread that may block
    try {
      return new Machine(clocks);
    } catch (NoClassDefFoundError | IllegalAccessError missing) {
      throw new IllegalStateException(LUA_IS_MISSING, missing);
    }
  }
}
