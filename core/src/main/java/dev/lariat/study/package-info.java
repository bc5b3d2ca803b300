/**
 * The face of a study: what a user builds, runs, follows and gets. How candidates are trained, searched, compared and
 * judged lies in the packages below; none of them knows this one.
 */
package dev.lariat.study;
