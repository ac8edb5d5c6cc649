/**
 * Tasks for workers that are no part of this process: claimed, settled and kept alive by calls, any
 * of which may come by another gateway. All that lasts is in Redis.
 */
@NullMarked
package io.sluice.remote;

import org.jspecify.annotations.NullMarked;
