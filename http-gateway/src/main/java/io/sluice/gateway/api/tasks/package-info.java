/** Tasks over HTTP: enqueue, look, list, follow, and act on one. */
@NullMarked
package io.sluice.gateway.api.tasks;

import org.jspecify.annotations.NullMarked;
