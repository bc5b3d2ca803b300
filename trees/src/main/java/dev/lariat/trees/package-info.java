/** Gradient boosting from XGBoost, as a yardstick of studies. Nothing else of Lariat depends on it. */
package dev.lariat.trees;
