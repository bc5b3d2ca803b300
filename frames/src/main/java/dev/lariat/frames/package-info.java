/** The rows of a DataFrame of Spark for linear models: packed once into blocks, which executors add up. */
package dev.lariat.frames;
