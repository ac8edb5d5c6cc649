/** Serial streams of calls that are safe to re-send, and the group commit that fills them. */
@NullMarked
package io.sluice.lane;

import org.jspecify.annotations.NullMarked;
