/** The verbs of result streams: what handlers emit, and what followers read. */
@NullMarked
package io.sluice.protocol.stream;

import org.jspecify.annotations.NullMarked;
