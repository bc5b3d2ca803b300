/**
 * The server behind the page, and who may ask it: addresses, tokens, policies, event streams. Nothing of tables,
 * studies and models is here.
 */
package dev.lariat.studio.web;
