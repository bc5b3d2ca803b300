/**
 * The layers of a network as descriptions: immutable records with what their users chose. How a layer computes is not
 * here: that is {@code net.pass}.
 */
package dev.lariat.net.layer;
