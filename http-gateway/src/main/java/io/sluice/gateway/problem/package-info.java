/** What can go wrong with a request: the closed list of codes, and the values that carry them. */
@NullMarked
package io.sluice.gateway.problem;

import org.jspecify.annotations.NullMarked;
