/** The Sentinels of a master: they are asked who that is, and heard when it is another one. */
@NullMarked
package io.sluice.redis.sentinel;

import org.jspecify.annotations.NullMarked;
