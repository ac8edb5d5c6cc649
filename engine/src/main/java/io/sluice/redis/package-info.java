/** The store on Redis: keys, scripts, connections. The only package that imports Lettuce. */
@NullMarked
package io.sluice.redis;

import org.jspecify.annotations.NullMarked;
