/** The machine that runs scripts, on one Redis or a Cluster: calls, words, places to wait. */
@NullMarked
package io.sluice.redis;

import org.jspecify.annotations.NullMarked;
