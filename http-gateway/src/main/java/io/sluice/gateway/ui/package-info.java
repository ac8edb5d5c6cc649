/** The dashboard: a page and its scripts, which use the API like any other client. */
@NullMarked
package io.sluice.gateway.ui;

import org.jspecify.annotations.NullMarked;
