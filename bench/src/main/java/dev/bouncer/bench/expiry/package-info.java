/** What it does to everybody else when very many blocks end at once. */
@NullMarked
package dev.bouncer.bench.expiry;

import org.jspecify.annotations.NullMarked;
