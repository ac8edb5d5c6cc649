/** How what is logged is written: for people, or for programs. */
@NullMarked
package io.sluice.gateway.log;

import org.jspecify.annotations.NullMarked;
