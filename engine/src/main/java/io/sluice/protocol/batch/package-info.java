/** The verbs of batches, and how batches are kept in Redis. */
@NullMarked
package io.sluice.protocol.batch;

import org.jspecify.annotations.NullMarked;
