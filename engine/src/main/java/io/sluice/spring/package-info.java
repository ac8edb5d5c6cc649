/**
 * Auto-configuration for Spring Boot 3.5 and 4: an engine from the settings of the application, and
 * workers from methods with {@link io.sluice.spring.TaskHandler}. Nothing of it is loaded without
 * Spring Boot.
 */
@NullMarked
package io.sluice.spring;

import org.jspecify.annotations.NullMarked;
