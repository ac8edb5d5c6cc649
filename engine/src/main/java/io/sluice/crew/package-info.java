/** The threads on which code of users runs, and nothing that the engine needs. */
@NullMarked
package io.sluice.crew;

import org.jspecify.annotations.NullMarked;
