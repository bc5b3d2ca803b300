# Fits one problem's path with glmnet whenever it is asked to.
#
# linear.R FOLDER: FOLDER holds what LinearProblem wrote. Prints "ready VERSION", then answers each line of standard input:
#   path THRESH   the seconds of a path on glmnet's own λs, by the clock and of the processor
#   lambdas THRESH  the same on the λs of FOLDER/lambda.f64            first THRESH N  the same on the first N of a hundred λs
#   cv THRESH     the seconds of cv.glmnet on the folds of FOLDER/fold.i32
#   write FILE    writes the last path: its length, its λs, then a λ after the other [predictors][1 + features]
suppressMessages(library(glmnet))
suppressMessages(library(Matrix))
folder <- commandArgs(TRUE)[1]
ints <- function(name) { f <- file.path(folder, name); readBin(f, "integer", file.size(f) / 4, 4, endian = "little") }
doubles <- function(name) { f <- file.path(folder, name); readBin(f, "double", file.size(f) / 8, 8, endian = "little") }
shape <- ints("shape.i32") # rows, features, classes, sparse
family <- readLines(file.path(folder, "family"))
y <- doubles("y.f64")
x <- if (shape[4] == 1) {
  new("dgCMatrix", i = ints("row.i32"), p = ints("start.i32"), x = doubles("value.f64"), Dim = shape[1:2])
} else matrix(doubles("x.f64"), shape[1], shape[2])
glmnet.control(fdev = 1e-5)
scaled <- !file.exists(file.path(folder, "unscaled")) # words keep their scale
cat("ready", as.character(packageVersion("glmnet")), "\n")
input <- file("stdin", "r")
fit <- NULL
while (length(line <- readLines(input, 1)) == 1) {
  word <- strsplit(line, " ")[[1]]
  if (word[1] == "write") {
    out <- file(word[2], "wb")
    k <- length(fit$lambda)
    writeBin(c(k, fit$lambda), out, 8, "little")
    # multinomial intercepts stand in a matrix, its coefficients in a list of matrices
    all <- if (is.list(fit$beta)) {
      lapply(seq_along(fit$beta), function(c) rbind(fit$a0[c, ], as.matrix(fit$beta[[c]])))
    } else list(rbind(fit$a0, as.matrix(fit$beta)))
    for (l in seq_len(k)) for (part in all) writeBin(as.numeric(part[, l]), out, 8, "little")
    close(out)
    cat("done\n")
    next
  }
  tolerance <- as.numeric(word[2])
  lambda <- if (word[1] == "lambdas") doubles("lambda.f64") else NULL
  if (word[1] == "first") {
    top <- max(glmnet(x, y, family = family, nlambda = 3, lambda.min.ratio = 0.9, standardize = scaled)$lambda)
    ratio <- if (shape[1] < shape[2]) 0.01 else 1e-4
    lambda <- top * ratio^((seq_len(as.integer(word[3])) - 1) / 99)
  }
  taken <- system.time(
    if (word[1] == "cv") cv.glmnet(x, y, family = family, lambda = lambda, foldid = ints("fold.i32") + 1L, thresh = tolerance, maxit = 1e7, standardize = scaled)
    else fit <- glmnet(x, y, family = family, lambda = lambda, thresh = tolerance, maxit = 1e7, standardize = scaled)
  )
  cat(taken[["elapsed"]], taken[["user.self"]] + taken[["sys.self"]], "\n")
}
