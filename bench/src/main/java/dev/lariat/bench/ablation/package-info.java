/** What parts of the recipe, regularizers and the finish are worth, on tables that nothing was tuned on. */
package dev.lariat.bench.ablation;
