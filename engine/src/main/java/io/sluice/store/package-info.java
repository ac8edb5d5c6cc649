/**
 * The one seam to where tasks live, in the verbs of the engine. Above it nobody knows Redis; below
 * it nobody knows handlers.
 */
@NullMarked
package io.sluice.store;

import org.jspecify.annotations.NullMarked;
