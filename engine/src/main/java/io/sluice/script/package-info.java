/**
 * The seam below the law: scripts, the keys of a slot, arguments and replies of a call, and what a
 * server of scripts can do.
 */
@NullMarked
package io.sluice.script;

import org.jspecify.annotations.NullMarked;
