/** Values: what a task is, how it may move, how it ends. No Redis, no Jackson, no scheduler. */
@NullMarked
package io.sluice.task;

import org.jspecify.annotations.NullMarked;
