/**
 * What is done after the choice, and what each step brings on rows that had no part in it. Nothing here competes with
 * candidates, and nothing is trained: predictions come in, and what to do with them goes out.
 */
package dev.lariat.study.finish;
