/**
 * What a study tells beside its verdict: what rows are worth, what it could not have seen, what the seed decides, and
 * which rows look wrong. Numbers come in and findings go out: nothing is trained here.
 */
package dev.lariat.study.insight;
