/** The settings: immutable, checked when built, each default a named constant. */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
