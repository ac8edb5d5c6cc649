/**
 * Composes a Lua script from its file and the fragments that it names. Knows nothing of Redis
 * clients, queues or tasks.
 */
@NullMarked
package io.sluice.script;

import org.jspecify.annotations.NullMarked;
