# What R says about time series: the golden files that tests/golden compares with.
# Run by `make reference`; needs r-base-core, r-cran-surveillance, r-cran-strucchange, r-cran-jsonlite.
# Every input is made here from a fixed seed and stands in the file beside the answer.

suppressMessages({
  library(MASS)
  library(jsonlite)
  library(surveillance)
  library(strucchange)
})

folder <- commandArgs(trailingOnly = TRUE)[1]
versions <- list(
  R = as.character(getRversion()), surveillance = as.character(packageVersion("surveillance")),
  MASS = as.character(packageVersion("MASS")), strucchange = as.character(packageVersion("strucchange"))
)

keep <- function(name, call, input, answer) {
  text <- toJSON(
    list(made_by = "tests/reference/series.R", versions = versions, call = call,
         input = input, answer = answer),
    digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE
  )
  writeLines(text, file.path(folder, paste0(name, ".json")))
}

set.seed(20261121)
months <- 120
t <- seq_len(months)
season <- 1 + 0.35 * sin(2 * pi * t / 12)
level <- c(4, 18, 60)
counts <- sapply(level, function(m) rnbinom(months, mu = m * season * (1 + 0.002 * t), size = 8))
counts[70, 2] <- counts[70, 2] * 4
counts[112, 3] <- counts[112, 3] * 2
population <- sapply(1:3, function(j) round(9000 * (1 + 0.0005 * j * t)))

# Farrington flexible, monthly and weekly -------------------------------------------------------

farrington <- function(observed, people, freq, control) {
  watched <- sts(observed = observed, population = people, frequency = freq, start = c(2016, 1))
  found <- suppressWarnings(farringtonFlexible(watched, control = control))
  list(
    upper = t(found@upperbound), expected = t(found@control$expected), alarm = t(found@alarm + 0),
    p_value = t(found@control$pvalue), score = t(found@control$score),
    dispersion = t(found@control$phiVector), trend = t(found@control$trend)
  )
}

monthly <- list(
  range = 100:120, b = 5, w = 1, noPeriods = 10, pastWeeksNotIncluded = 6, alpha = 0.01,
  limit54 = c(0, 4)
)
variants <- list(
  plugin_reweighted = list(thresholdMethod = "nbPlugin", reweight = TRUE, trend = FALSE),
  plugin_trend = list(thresholdMethod = "nbPlugin", reweight = FALSE, trend = TRUE),
  muan = list(thresholdMethod = "muan", reweight = FALSE, trend = FALSE),
  muan_population = list(
    thresholdMethod = "muan", reweight = FALSE, trend = FALSE, populationOffset = TRUE
  ),
  delta = list(thresholdMethod = "delta", powertrans = "2/3", reweight = FALSE, trend = TRUE)
)
keep(
  "farrington_monthly",
  "farringtonFlexible(sts(freq = 12), list(range=100:120, b=5, w=1, noPeriods=10, pastWeeksNotIncluded=6, alpha=0.01, limit54=c(0,4), ...))",
  list(counts = t(counts), population = t(population), variants = variants),
  lapply(variants, function(v) farrington(counts, population, 12, c(monthly, v)))
)

weeks <- 52 * 6
w <- seq_len(weeks)
weekly <- sapply(c(3, 25), function(m) {
  rnbinom(weeks, mu = m * (1 + 0.4 * cos(2 * pi * w / 52)), size = 5)
})
weekly[weeks - 3, ] <- c(20, 90)
keep(
  "farrington_weekly",
  "farringtonFlexible(sts(freq = 52), list(range=293:312, b=5, w=3, noPeriods=10, pastWeeksNotIncluded=26, alpha=0.005, reweight=TRUE, weightsThreshold=2.58, thresholdMethod='nbPlugin', trend=FALSE, limit54=c(5,4)))",
  list(counts = t(weekly)),
  farrington(weekly, matrix(1, weeks, 2), 52, list(
    range = 293:312, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, alpha = 0.005,
    reweight = TRUE, weightsThreshold = 2.58, thresholdMethod = "nbPlugin", trend = FALSE,
    limit54 = c(5, 4)
  ))
)

# Count regression ------------------------------------------------------------------------------

years <- (t - 1) / 12
waves <- data.frame(
  s1 = sin(2 * pi * t / 12), c1 = cos(2 * pi * t / 12),
  s2 = sin(4 * pi * t / 12), c2 = cos(4 * pi * t / 12)
)
fits <- lapply(1:3, function(j) {
  d <- data.frame(y = counts[, j], years = years, waves, people = population[, j])
  nb <- glm.nb(y ~ years + s1 + c1 + s2 + c2 + offset(log(people)), data = d,
               control = glm.control(epsilon = 1e-12, maxit = 200))
  quasi <- glm(y ~ years + s1 + c1 + s2 + c2 + offset(log(people)), data = d,
               family = quasipoisson, control = glm.control(epsilon = 1e-12))
  list(
    nb = list(coefficients = coef(nb), se = sqrt(diag(vcov(nb))), theta = nb$theta),
    quasi = list(coefficients = coef(quasi), se = sqrt(diag(vcov(quasi))),
                 dispersion = summary(quasi)$dispersion)
  )
})
keep(
  "count_regression",
  "glm.nb / glm(quasipoisson): y ~ years + s1 + c1 + s2 + c2 + offset(log(people))",
  list(counts = t(counts), population = t(population)), fits
)

# STL -------------------------------------------------------------------------------------------

parts <- function(...) {
  found <- stl(ts(counts[, 3], frequency = 12), s.degree = 1, s.jump = 1,
               t.jump = 1, l.jump = 1, ...)$time.series
  list(seasonal = as.numeric(found[, 1]), trend = as.numeric(found[, 2]))
}
keep(
  "stl", "stl(ts(x, frequency=12), s.window=13, s.degree=1, s.jump=1, t.jump=1, l.jump=1)",
  list(x = counts[, 3]),
  parts(s.window = 13)
)

# Change points ---------------------------------------------------------------------------------

broken <- function(x) {
  found <- breakpoints(x ~ 1)
  best <- as.numeric(which.min(summary(found)$RSS[2, ])) - 1
  chosen <- breakpoints(found, breaks = best)
  list(
    rss = as.numeric(summary(found)$RSS[1, ]), bic = as.numeric(summary(found)$RSS[2, ]),
    best = best, breakpoints = if (best > 0) chosen$breakpoints else list(),
    confint = if (best > 0) unclass(confint(found, breaks = best)$confint) else list()
  )
}
steps <- c(rnorm(30, 20, 4), rnorm(25, 28, 4), rnorm(35, 22, 3))
keep(
  "breakpoints", "breakpoints(x ~ 1); BIC(); confint()",
  list(nile = as.numeric(Nile), steps = steps), list(nile = broken(Nile), steps = broken(ts(steps)))
)

# Kendall's test --------------------------------------------------------------------------------

climbing <- c(12, 9, 15, 11, 18, 14, 21, 13, 22, 19)
kendall <- cor.test(seq_along(climbing), climbing, method = "kendall", exact = FALSE, continuity = TRUE)
tied <- c(3, 5, 3, 6, 6, 4, 7, 8, 7, 9, 8, 6)
kendall_tied <- cor.test(seq_along(tied), tied, method = "kendall", exact = FALSE, continuity = TRUE)
keep(
  "kendall", "cor.test(seq_along(x), x, method='kendall', exact=FALSE, continuity=TRUE)",
  list(climbing = climbing, tied = tied),
  list(
    climbing = list(tau = kendall$estimate, z = kendall$statistic, p = kendall$p.value),
    tied = list(tau = kendall_tied$estimate, z = kendall_tied$statistic, p = kendall_tied$p.value)
  )
)
