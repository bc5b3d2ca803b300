/**
 * Words and character n-grams as numbers, by scikit-learn's conventions. What a column is, and how it stands among
 * other inputs, is not known here.
 */
package dev.lariat.data.text;
