/** Which partitions a queue has, where its tasks are, and how their number is raised. */
@NullMarked
package io.sluice.partition;

import org.jspecify.annotations.NullMarked;
