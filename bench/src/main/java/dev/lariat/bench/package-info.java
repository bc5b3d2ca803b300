/** Benchmarks, and side-by-side runs against peers. */
package dev.lariat.bench;
