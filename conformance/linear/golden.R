# Records what glmnet says of a small table over the grid of families, penalties and extras, at thresh = 1e-14.
# Usage: Rscript golden.R OUT_FOLDER
suppressPackageStartupMessages(library(glmnet))
suppressPackageStartupMessages(library(MASS))
suppressPackageStartupMessages(library(survival))
out <- commandArgs(TRUE)[1]
dir.create(out, showWarnings = FALSE, recursive = TRUE)
glmnet.control(fdev = 1e-5, devmax = 0.999)

set.seed(6)
n <- 80; p <- 10
common <- rnorm(n)
x <- sapply(1:p, function(j) (1 + j %% 3) * (0.5 * common + rnorm(n)) + j %% 4)
x[, 9:10] <- x[, 9:10] * (matrix(runif(2 * n), n) < 0.3)
x <- round(x, 6)
eta <- drop(scale(x) %*% c(0.8, -0.6, 0.5, 0, 0, 0.3, 0, 0, 0.4, 0)) + 0.2
gaussian <- round(3 + 2 * (eta + rnorm(n)), 6)
binomial <- rbinom(n, 1, plogis(eta))
three <- cbind(eta, -eta, 0.5 * drop(scale(x[, 2])))
multinomial <- apply(three, 1, function(e) sample(0:2, 1, prob = exp(e)))
poisson <- rpois(n, exp(0.6 * eta))
weight <- round(runif(n, 0.2, 2), 6)
offset <- round(rnorm(n, sd = 0.3), 6)
offsets <- round(matrix(rnorm(3 * n, sd = 0.3), n), 6)
fold <- sample(rep(1:5, length.out = n))
gamma <- round(rgamma(n, 2, 2 / exp(0.6 * eta)) + 1e-3, 6)
negative <- rnbinom(n, size = 2, mu = exp(0.6 * eta))
payments <- rpois(n, exp(0.4 * eta))
tweedie <- round(sapply(payments, function(k) sum(rgamma(k, 2, 1))), 6)
time <- round(rexp(n, exp(0.7 * eta)) * 4) / 4 + 0.25  # with ties
event <- rbinom(n, 1, 0.7)
start <- ifelse(runif(n) < 0.3, round(time / 2, 3), 0)
stratum <- rbinom(n, 1, 0.4)
colnames(x) <- paste0("x", 1:p)
colnames(offsets) <- paste0("offset", 0:2)
write.csv(data.frame(x, gaussian, binomial, multinomial, poisson, weight, offset, offsets, fold, gamma, negative, tweedie,
                     time, event, start, stratum),
          file.path(out, "table.csv"), row.names = FALSE, quote = FALSE)

number <- function(v) paste(formatC(v, digits = 15, width = -1), collapse = " ")
file <- file(file.path(out, "paths.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), R.version.string, "thresh 1e-14"), file)
targets <- list(gaussian = gaussian, binomial = binomial, multinomial = multinomial, poisson = poisson)
factors <- c(0, 1, 2, 0.5, Inf, 1, 1, 3, 1, 1)
lower <- rep(c(0, -0.1, -Inf, -Inf, -0.05), 2)
upper <- rep(c(Inf, 0.1, 0.2, Inf, 0.05), 2)

for (family in c("gaussian", "binomial", "multinomial", "grouped", "poisson")) {
  for (alpha in c(1, 0.4, 0)) {
    for (extra in c("plain", "weights", "offset", "factors", "limits", "nointercept", "nostandardize", "all")) {
      grouped <- family == "grouped"
      # glmnet's grouped classes within limits are up to 5e-4 from the optimum at the weakest λs, whatever the threshold
      if (grouped && extra %in% c("limits", "all")) next
      f <- if (grouped) "multinomial" else family
      args <- list(x = x, y = targets[[f]], family = f, alpha = alpha, thresh = 1e-14, maxit = 1e7)
      if (grouped) args$type.multinomial <- "grouped"
      if (extra %in% c("weights", "all")) args$weights <- weight
      if (extra %in% c("offset", "all")) args$offset <- if (f == "multinomial") offsets else offset
      if (extra %in% c("factors", "all")) args$penalty.factor <- factors
      if (extra %in% c("limits", "all")) { args$lower.limits <- lower; args$upper.limits <- upper }
      if (extra == "nointercept") args$intercept <- FALSE
      if (extra == "nostandardize") args$standardize <- FALSE
      fit <- tryCatch(suppressWarnings(do.call(glmnet, args)), error = function(e) NULL)
      if (is.null(fit) || length(fit$lambda) < 2) {  # glmnet itself fails on a few combinations
        message("glmnet fails: ", family, " ", alpha, " ", extra)
        next
      }
      writeLines(paste("case", family, alpha, extra), file)
      writeLines(paste("nulldev", number(fit$nulldev)), file)
      writeLines(paste("lambda", number(fit$lambda)), file)
      writeLines(paste("devratio", number(fit$dev.ratio)), file)
      for (l in unique(c(seq(1, length(fit$lambda), by = 12), length(fit$lambda)))) {
        if (f == "multinomial") {
          for (k in 1:3)
            writeLines(paste("beta", l - 1, k - 1, number(c(fit$a0[k, l], fit$beta[[k]][, l]))), file)
        } else writeLines(paste("beta", l - 1, 0, number(c(fit$a0[l], fit$beta[, l]))), file)
      }
    }
  }
}
close(file)

file <- file(file.path(out, "cross-validation.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), R.version.string, "thresh 1e-14"), file)
measures <- list(gaussian = c("mse", "mae"), binomial = c("deviance", "class", "auc", "mse", "mae"),
                 multinomial = c("deviance", "class", "mse", "mae"), poisson = c("deviance", "mse", "mae"))
for (family in names(measures)) {
  for (measure in measures[[family]]) {
    for (weighted in c(FALSE, TRUE)) {
      args <- list(x = x, y = targets[[family]], family = family, thresh = 1e-14, maxit = 1e7,
                   foldid = fold, type.measure = measure)
      if (weighted) args$weights <- weight
      cv <- suppressWarnings(do.call(cv.glmnet, args))
      writeLines(paste("case", family, measure, if (weighted) "weights" else "plain"), file)
      writeLines(paste("lambda", number(cv$lambda)), file)
      writeLines(paste("cvm", number(cv$cvm)), file)
      writeLines(paste("cvsd", number(cv$cvsd)), file)
      writeLines(paste("chosen", number(c(cv$lambda.min, cv$lambda.1se))), file)
    }
  }
}
close(file)

# Families that glmnet takes from R: it fits them by iterated least squares, at its own λs; and glm at λ = 0.
glmnet.control(fdev = 1e-5, devmax = 0.999, epsnr = 1e-12, mxitnr = 300)
file <- file(file.path(out, "families.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), R.version.string, "thresh 1e-14, epsnr 1e-12"), file)
families <- list(gamma = Gamma(link = "log"), "negative-binomial" = negative.binomial(2, link = "log"))
targets <- list(gamma = gamma, "negative-binomial" = negative)
# How far its solution is from fulfilling its own optimality conditions: at some λs it gives up on the way.
violation <- function(fit, l, y, family, w, o, alpha) {
  w <- w / sum(w)
  eta <- drop(fit$a0[l] + x %*% fit$beta[, l]) + o
  theta <- w * (y - exp(eta)) * exp(eta) / family$variance(exp(eta))
  scale <- apply(x, 2, function(v) sqrt(sum(w * (v - sum(w * v))^2)))
  b <- fit$beta[, l] * scale
  g <- drop(theta %*% x) / scale
  rest <- ifelse(b != 0, abs(g - fit$lambda[l] * (alpha * sign(b) + (1 - alpha) * b)),
                 pmax(0, abs(g) - fit$lambda[l] * alpha))
  max(abs(sum(theta)), rest)
}
for (family in names(families)) {
  y <- targets[[family]]
  for (extra in c("plain", "weights", "offset")) {
    args <- list(x = x, y = y, family = families[[family]], thresh = 1e-14, maxit = 1e7,
                 nlambda = 12, lambda.min.ratio = 1e-2)
    w <- rep(1, n)
    o <- rep(0, n)
    if (extra == "weights") { args$weights <- weight; w <- weight }
    if (extra == "offset") { args$offset <- offset; o <- offset }
    for (alpha in c(1, 0.4, 0)) {
      args$alpha <- alpha
      fit <- suppressWarnings(do.call(glmnet, args))
      writeLines(paste("case", family, alpha, extra), file)
      writeLines(paste("nulldev", number(fit$nulldev)), file)
      writeLines(paste("lambda", number(fit$lambda)), file)
      writeLines(paste("devratio", number(fit$dev.ratio)), file)
      for (l in seq_along(fit$lambda))
        if (violation(fit, l, y, families[[family]], w, o, alpha) < 2e-6)
          writeLines(paste("beta", l - 1, 0, number(c(fit$a0[l], fit$beta[, l]))), file)
    }
    fit <- suppressWarnings(glm(y ~ x, family = families[[family]], weights = w, offset = o,
                                control = glm.control(epsilon = 1e-15, maxit = 1000)))
    writeLines(paste("case", family, "glm", extra), file)
    writeLines(paste("nulldev", number(fit$null.deviance)), file)
    writeLines(paste("lambda", 0), file)
    writeLines(paste("devratio", number(1 - fit$deviance / fit$null.deviance)), file)
    writeLines(paste("beta", 0, 0, number(coef(fit))), file)
  }
}
close(file)

# Cox: paths and cross-validation by glmnet (Breslow), coefficients at λ = 0, the baseline and the concordance by coxph.
glmnet.control(fdev = 1e-5, devmax = 0.999)
file <- file(file.path(out, "cox.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), "survival", packageVersion("survival"), R.version.string), file)
# How far a solution is from fulfilling its own optimality conditions: the gradient is in the martingale residuals.
coxViolation <- function(fit, l, y, s, w, o, alpha) {
  eta <- drop(x %*% fit$beta[, l]) + o
  null <- coxph(y ~ offset(eta) + strata(s), weights = w, ties = "breslow")
  theta <- residuals(null, type = "martingale") * w / sum(w)
  p <- w / sum(w)
  scale <- apply(x, 2, function(v) sqrt(sum(p * (v - sum(p * v))^2)))
  b <- fit$beta[, l] * scale
  g <- drop(theta %*% x) / scale
  max(ifelse(b != 0, abs(g - fit$lambda[l] * (alpha * sign(b) + (1 - alpha) * b)),
             pmax(0, abs(g) - fit$lambda[l] * alpha)))
}
for (extra in c("plain", "weights", "start", "strata", "offset", "all")) {
  late <- extra %in% c("start", "all")
  y <- if (late) Surv(start, time, event) else Surv(time, event)
  strata <- extra %in% c("strata", "all")
  args <- list(x = x, y = if (strata) stratifySurv(y, stratum) else y, family = "cox", thresh = 1e-14, maxit = 1e7)
  w <- rep(1, n)
  o <- rep(0, n)
  if (extra %in% c("weights", "all")) { args$weights <- weight; w <- weight }
  if (extra %in% c("offset", "all")) { args$offset <- offset; o <- offset }
  for (alpha in c(1, 0.4)) {
    args$alpha <- alpha
    fit <- suppressWarnings(do.call(glmnet, args))
    writeLines(paste("case", alpha, extra), file)
    writeLines(paste("nulldev", number(fit$nulldev)), file)
    writeLines(paste("lambda", number(fit$lambda)), file)
    writeLines(paste("devratio", number(fit$dev.ratio)), file)
    for (l in unique(c(seq(1, length(fit$lambda), by = 6), length(fit$lambda))))
      if (coxViolation(fit, l, y, if (strata) stratum else o * 0, w, o, alpha) < 2e-6)
        writeLines(paste("beta", l - 1, number(fit$beta[, l])), file)
  }
  for (ties in c("breslow", "efron")) {
    f <- if (strata) y ~ x + strata(stratum) + offset(o) else y ~ x + offset(o)
    fit <- coxph(f, weights = w, ties = ties, control = coxph.control(eps = 1e-13, iter.max = 100))
    writeLines(paste("case", ties, extra), file)
    writeLines(paste("beta", 0, number(coef(fit))), file)
    writeLines(paste("concordance", number(concordance(fit)$concordance)), file)
    if (!strata && extra != "offset") {
      base <- basehaz(fit, centered = FALSE)
      writeLines(paste("times", number(base$time)), file)
      writeLines(paste("hazard", number(base$hazard)), file)
    }
  }
}
for (weighted in c(FALSE, TRUE)) {
  for (measure in c("deviance", "C")) {
    args <- list(x = x, y = Surv(time, event), family = "cox", thresh = 1e-14, maxit = 1e7, foldid = fold, type.measure = measure)
    if (weighted) args$weights <- weight
    cv <- suppressWarnings(do.call(cv.glmnet, args))
    writeLines(paste("cv", measure, if (weighted) "weights" else "plain"), file)
    writeLines(paste("cvm", number(cv$cvm)), file)
    writeLines(paste("cvsd", number(cv$cvsd)), file)
    writeLines(paste("chosen", number(c(cv$lambda.min, cv$lambda.1se))), file)
  }
}
# With weights cv.glmnet scales those of all rows and those of the other folds' rows each to their own number of rows, so
# that one row counts differently in the two partial likelihoods whose difference it takes. This is that difference with
# the weights as they are.
same <- glmnet(x, Surv(time, event), family = "cox", weights = weight, thresh = 1e-14, maxit = 1e7)
added <- sapply(1:5, function(k) {
  others <- fold != k
  fit <- glmnet(x[others, ], Surv(time, event)[others], family = "cox", weights = weight[others], thresh = 1e-14, maxit = 1e7)
  b <- as.matrix(predict(fit, type = "coefficients", s = same$lambda))
  of <- function(rows) coxnet.deviance(x = x[rows, ], y = Surv(time, event)[rows], weights = weight[rows], beta = b,
                                       std.weights = FALSE)
  of(rep(TRUE, n)) - of(others)
})
writeLines("same weights", file)
writeLines(paste("cvm", number(rowSums(added) / sum(weight * event))), file)
close(file)

# Relaxed fits: coefficients at their own λs, and the cross-validation over γ × λ.
file <- file(file.path(out, "relaxed.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), R.version.string, "thresh 1e-14"), file)
targets <- list(gaussian = gaussian, binomial = binomial, poisson = poisson, cox = Surv(time, event))
for (family in names(targets)) {
  for (extra in c("plain", "weights", "offset", "factors", if (family != "cox") "nointercept")) {
    args <- list(x = x, y = targets[[family]], family = family, thresh = 1e-14, maxit = 1e7, relax = TRUE, nlambda = 25,
                 lambda.min.ratio = 0.02)
    if (extra == "weights") args$weights <- weight
    if (extra == "offset") args$offset <- offset
    if (extra == "factors") args$penalty.factor <- factors
    if (extra == "nointercept") args$intercept <- FALSE
    fit <- do.call(glmnet, args)
    writeLines(paste("case", family, extra), file)
    writeLines(paste("lambda", number(fit$lambda)), file)
    writeLines(paste("devratio", number(fit$relaxed$dev.ratio)), file)
    for (l in seq_along(fit$relaxed$lambda))
      writeLines(paste("beta", l - 1, number(c(if (family == "cox") 0 else fit$relaxed$a0[l], fit$relaxed$beta[, l]))), file)
  }
}
for (family in names(targets)) {
  for (measure in c("deviance", if (family == "cox") "C" else "mae")) {
    args <- list(x = x, y = targets[[family]], family = family, thresh = 1e-14, maxit = 1e7, relax = TRUE, nlambda = 25,
                 lambda.min.ratio = 0.02, foldid = fold, type.measure = measure)
    cv <- suppressWarnings(do.call(cv.glmnet, args))
    writeLines(paste("cv", family, measure), file)
    for (g in seq_along(cv$relaxed$gamma)) {
      writeLines(paste("cvm", g - 1, number(cv$relaxed$statlist[[g]]$cvm)), file)
      writeLines(paste("cvsd", g - 1, number(cv$relaxed$statlist[[g]]$cvsd)), file)
    }
    r <- cv$relaxed
    writeLines(paste("chosen", number(c(r$lambda.min, r$gamma.min, r$lambda.1se, r$gamma.1se))), file)
  }
}
close(file)

# Several gaussian targets at once.
file <- file(file.path(out, "mgaussian.txt"), "w")
writeLines(paste("# glmnet", packageVersion("glmnet"), R.version.string, "thresh 1e-14"), file)
several <- cbind(gaussian, time, gamma)
for (alpha in c(1, 0.4)) {
  for (extra in c("plain", "weights", "factors", "nointercept", "nostandardize", "limits")) {
    args <- list(x = x, y = several, family = "mgaussian", alpha = alpha, thresh = 1e-14, maxit = 1e7)
    if (extra == "weights") args$weights <- weight
    if (extra == "factors") args$penalty.factor <- factors
    if (extra == "limits") { args$lower.limits <- lower; args$upper.limits <- upper }
    if (extra == "nointercept") args$intercept <- FALSE
    if (extra == "nostandardize") args$standardize <- FALSE
    fit <- do.call(glmnet, args)
    writeLines(paste("case", alpha, extra), file)
    writeLines(paste("nulldev", number(fit$nulldev)), file)
    writeLines(paste("lambda", number(fit$lambda)), file)
    writeLines(paste("devratio", number(fit$dev.ratio)), file)
    for (l in unique(c(seq(1, length(fit$lambda), by = 12), length(fit$lambda))))
      for (k in 1:3)
        writeLines(paste("beta", l - 1, k - 1, number(c(fit$a0[k, l], fit$beta[[k]][, l]))), file)
  }
}
for (measure in c("mse", "mae")) {
  cv <- cv.glmnet(x, several, family = "mgaussian", thresh = 1e-14, maxit = 1e7, foldid = fold, type.measure = measure)
  writeLines(paste("cv", measure), file)
  writeLines(paste("cvm", number(cv$cvm)), file)
  writeLines(paste("cvsd", number(cv$cvsd)), file)
  writeLines(paste("chosen", number(c(cv$lambda.min, cv$lambda.1se))), file)
}
close(file)
