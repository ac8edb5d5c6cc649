/** The program: where it starts. */
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
