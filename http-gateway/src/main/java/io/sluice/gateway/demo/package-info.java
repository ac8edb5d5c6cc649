/** The demo: its task types, its workers, its traffic, its check. */
@NullMarked
package io.sluice.gateway.demo;

import org.jspecify.annotations.NullMarked;
