/**
 * A small Redis in this process, which runs the scripts of production: their commands, Lua by LuaJ,
 * channels and blocking moves. {@code DifferentialTest} holds it to a real one.
 */
@NullMarked
package io.sluice.memory.redis;

import org.jspecify.annotations.NullMarked;
