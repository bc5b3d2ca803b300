# tables.R FOLDER OUT: the ablation's tables as CSV files, from unpacked R packages in FOLDER. Columns that give the target away, and names of rows, are left out.
arguments <- commandArgs(TRUE)
root <- file.path(arguments[1], "usr/lib/R/site-library")
out <- arguments[2]

.libPaths(c(root, .libPaths()))

load_table <- function(package, name) {
  folder <- file.path(root, package, "data")
  space <- new.env()
  if (package == "rpart") {
    data(list = name, package = package, envir = space)
  } else if (file.exists(file.path(folder, "Rdata.rdb"))) {
    lazyLoad(file.path(folder, "Rdata"), envir = space)
  } else {
    file <- Filter(file.exists, file.path(folder, paste0(name, c(".rda", ".RData"))))
    load(file[1], envir = space)
  }
  as.data.frame(get(name, envir = space))
}

# package, table, target, task, columns left out
tables <- read.table(text = "
AER Affairs affairs number -
AER CASchools read number district,school,math
AER CPS1985 wage number -
AER DoctorVisits visits number -
AER HMDA deny class -
AER HealthInsurance health class -
AER HousePrices price number -
AER NMES1988 visits number -
AER PSID1976 participation class hours,wage,repwage
AER SmokeBan smoker class -
AER TeachingRatings eval number prof
AER BankWages job class -
carData BEPS vote class -
carData Chile vote class -
carData SLID wages number -
carData TitanicSurvival survived class -
carData WVS poverty class -
carData Salaries salary number -
caret GermanCredit Class class -
caret Sacramento price number zip
caret segmentationData Class class Cell,Case
modeldata ad_data Class class -
modeldata ames Sale_Price number -
modeldata attrition Attrition class -
modeldata biomass HHV number sample,dataset
modeldata concrete compressive_strength number -
modeldata credit_data Status class -
modeldata hpc_data class class protocol
modeldata lending_club Class class -
modeldata meats fat number water,protein
modeldata mlc_churn churn class -
modeldata pd_speech class class -
modeldata stackoverflow Remote class -
modeldata wa_churn churn class -
palmerpenguins penguins species class -
rpart solder skips number -
", col.names = c("package", "table", "target", "task", "out"), stringsAsFactors = FALSE)

for (i in seq_len(nrow(tables))) {
  t <- tables[i, ]
  data <- load_table(t$package, t$table)
  data <- data[!is.na(data[[t$target]]), setdiff(names(data), strsplit(t$out, ",")[[1]])]
  names(data)[names(data) == t$target] <- "target"
  for (column in names(data)) {
    if (is.ordered(data[[column]]) || is.factor(data[[column]])) data[[column]] <- as.character(data[[column]])
  }
  write.csv(data, file.path(out, paste0(t$table, ".", t$task, ".csv")), row.names = FALSE, na = "")
  cat(sprintf("%s %d x %d\n", t$table, nrow(data), ncol(data) - 1))
}

# Friedman's made tables, as scikit-learn has them, with the noise of his paper.
set.seed(1)
for (rows in c(200, 1000, 5000)) {
  x <- matrix(runif(rows * 10), rows)
  first <- 10 * sin(pi * x[, 1] * x[, 2]) + 20 * (x[, 3] - 0.5)^2 + 10 * x[, 4] + 5 * x[, 5] + rnorm(rows)
  write.csv(data.frame(x, target = first), file.path(out, paste0("friedman1_", rows, ".number.csv")), row.names = FALSE)
  z <- data.frame(a = runif(rows, 0, 100), b = runif(rows, 40 * pi, 560 * pi), c = runif(rows), d = runif(rows, 1, 11))
  inner <- z$b * z$c - 1 / (z$b * z$d)
  write.csv(data.frame(z, target = sqrt(z$a^2 + inner^2) + rnorm(rows, sd = 125)),
    file.path(out, paste0("friedman2_", rows, ".number.csv")), row.names = FALSE)
  write.csv(data.frame(z, target = atan(inner / z$a) + rnorm(rows, sd = 0.1)),
    file.path(out, paste0("friedman3_", rows, ".number.csv")), row.names = FALSE)
}
