/**
 * {@code bouncer.yml} and the environment, bound to immutable, validated records before anything starts. From outside:
 * {@link dev.bouncer.config.ConfigFile} and the records.
 */
@NullMarked
package dev.bouncer.config;

import org.jspecify.annotations.NullMarked;
