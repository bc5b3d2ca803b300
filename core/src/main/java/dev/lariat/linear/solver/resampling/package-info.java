/** Many paths on parts of the rows: folds and what they say of each λ. The fit of one path is not here. */
package dev.lariat.linear.solver.resampling;
