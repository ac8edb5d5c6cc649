/** The verbs of the engine: arguments, script, reply. Knows no client library of Redis. */
@NullMarked
package io.sluice.protocol;

import org.jspecify.annotations.NullMarked;
