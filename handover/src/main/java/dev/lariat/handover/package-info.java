/**
 * What Lariat finds, where its users are: {@link dev.lariat.handover.Export} writes a model as a program, a graph or
 * weights. Each framework has a package of its own below this one, and nothing but the entry points stands here.
 */
package dev.lariat.handover;
