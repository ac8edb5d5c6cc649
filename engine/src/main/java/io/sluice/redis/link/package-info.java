/** Connections to Redis: addresses, the settings of Lettuce, and what its errors say. */
@NullMarked
package io.sluice.redis.link;

import org.jspecify.annotations.NullMarked;
