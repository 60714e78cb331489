# What R says about rates, shares, comparisons and places: golden files for tests/golden.
# Run by `make reference`; needs r-base-core, r-cran-epitools, r-cran-survival, r-cran-survey,
# r-cran-surveillance, r-cran-jsonlite. Every input stands in the file beside the answer.

suppressMessages({
  library(epitools)
  library(jsonlite)
  library(surveillance)
  library(survey)
  library(survival)
})

folder <- commandArgs(trailingOnly = TRUE)[1]
versions <- list(
  R = as.character(getRversion()), epitools = as.character(packageVersion("epitools")),
  surveillance = as.character(packageVersion("surveillance")),
  survey = as.character(packageVersion("survey")),
  survival = as.character(packageVersion("survival"))
)

keep <- function(name, call, input, answer) {
  text <- toJSON(
    list(made_by = "tests/reference/comparisons.R", versions = versions, call = call,
         input = input, answer = answer),
    digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE
  )
  writeLines(text, file.path(folder, paste0(name, ".json")))
}

# Two rates: poisson.test for the limits, binom.test for each tail ------------------------------

pairs <- data.frame(
  events = c(11, 0, 5, 3, 40, 120, 9, 1000), exposure = c(800, 500, 9000, 1, 9000, 12345, 9000, 250000),
  other_events = c(3, 6, 0, 9, 25, 90, 31, 880), other_exposure = c(750, 500, 9000, 1, 9100, 12000, 29000, 249000)
)
rates <- lapply(seq_len(nrow(pairs)), function(i) {
  p <- pairs[i, ]
  found <- poisson.test(c(p$events, p$other_events), c(p$exposure, p$other_exposure))
  split <- p$exposure / (p$exposure + p$other_exposure)
  tail <- function(side) binom.test(p$events, p$events + p$other_events, split, alternative = side)$p.value
  limits <- ifelse(is.finite(found$conf.int), found$conf.int, -1)
  list(lower = limits[1], upper = limits[2], p_value = min(1, 2 * min(tail("less"), tail("greater"))))
})
keep("rate_ratio", "poisson.test(x, T)$conf.int (-1 for Inf); 2 * min(binom.test one-sided)", pairs, rates)

e_test <- function(k1, n1, k2, n2) {
  mean <- (k1 + k2) / (n1 + n2)
  seen <- abs(k1 / n1 - k2 / n2) / sqrt(k1 / n1^2 + k2 / n2^2)
  top <- qpois(1e-17, max(n1, n2) * mean, lower.tail = FALSE) + 5
  grid <- expand.grid(x = 0:top, y = 0:top)
  spread <- sqrt(grid$x / n1^2 + grid$y / n2^2)
  extreme <- spread > 0 & abs(grid$x / n1 - grid$y / n2) >= (seen - 1e-10) * spread
  sum(dpois(grid$x, n1 * mean) * dpois(grid$y, n2 * mean) * extreme)
}
small <- data.frame(events = c(6, 0, 3, 20, 12, 7), exposure = c(1, 1, 2, 4, 3, 0.5),
                    other_events = c(2, 3, 0, 10, 2, 15), other_exposure = c(1, 1, 2, 2, 1, 2))
keep("e_test", "sum over expand.grid of dpois * dpois, Krishnamoorthy & Thomson (2004)", small,
     with(small, mapply(e_test, events, exposure, other_events, other_exposure)))

# Shares ----------------------------------------------------------------------------------------

one <- data.frame(x = c(0, 1, 5, 9, 65, 10, 430), n = c(12, 100, 100, 9, 100, 20, 1000))
keep("one_share", "binom.test(x, n)$conf.int; prop.test(x, n, correct = FALSE)$conf.int", one,
     lapply(seq_len(nrow(one)), function(i) suppressWarnings(list(
       exact = as.numeric(binom.test(one$x[i], one$n[i])$conf.int),
       wilson = as.numeric(prop.test(one$x[i], one$n[i], correct = FALSE)$conf.int)))))

two <- data.frame(x = c(3, 5, 56, 10, 2, 430), n = c(4, 56, 70, 12, 40, 1000),
                  y = c(1, 0, 48, 2, 9, 380), m = c(4, 29, 80, 14, 38, 1000))
keep("two_shares", "fisher.test(matrix)$p.value; prop.test(c(x, y), c(n, m), correct = FALSE)$p.value", two,
     lapply(seq_len(nrow(two)), function(i) with(two[i, ], suppressWarnings(list(
       fisher = fisher.test(matrix(c(x, n - x, y, m - y), 2))$p.value,
       score = prop.test(c(x, y), c(n, m), correct = FALSE)$p.value)))))

set.seed(20261121)
answers <- data.frame(yes = rbinom(120, 1, 0.23), weight = round(runif(120, 0.4, 3.1), 3))
design <- svydesign(ids = ~1, weights = ~weight, data = answers)
share <- svyciprop(~yes, design, method = "logit", df = 119)
keep("survey_share", "svyciprop(~yes, svydesign(ids = ~1, weights = ~weight), method = 'logit', df = n - 1)",
     answers, list(estimate = as.numeric(share), limits = as.numeric(confint(share, df = 119))))

# Standardisation -------------------------------------------------------------------------------

groups <- list(count = c(12, 40, 33, 8, 3), pop = c(900, 2100, 3000, 2000, 900),
               stdcount = c(1000, 5200, 4100, 1500, 300), stdpop = c(90000, 210000, 250000, 200000, 60000))
direct <- with(groups, ageadjust.direct(count, pop, stdpop = stdpop))
indirect <- with(groups, ageadjust.indirect(count, pop, stdcount, stdpop))
keep("age_adjusted", "epitools::ageadjust.direct(count, pop, stdpop); epitools::ageadjust.indirect(...)", groups,
     list(direct = unname(direct), ratio = indirect$sir[["sir"]],
          ratio_lognormal = unname(indirect$sir[c("lci", "uci")]), rate = indirect$rate[["adj.rate"]]))

harm <- list(count = c(9, 16), weight = c(100, 10))
y <- sum(harm$weight * harm$count); v <- sum(harm$weight^2 * harm$count); w <- max(harm$weight)
keep("weighted_sum", "v / (2 y) qchisq(0.025, 2 y^2 / v); (v + w^2) / (2 (y + w)) qchisq(0.975, 2 (y + w)^2 / (v + w^2))",
     harm, c(v / (2 * y) * qchisq(0.025, 2 * y^2 / v),
             (v + w^2) / (2 * (y + w)) * qchisq(0.975, 2 * (y + w)^2 / (v + w^2))))

# Many tests ------------------------------------------------------------------------------------

p <- c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
       0.5719, 0.6528, 0.7590, 1)
shuffled <- sample(p)
keep("p_adjust", "p.adjust(p, 'BH'); p.adjust(p, 'BY')", shuffled,
     list(BH = p.adjust(shuffled, "BH"), BY = p.adjust(shuffled, "BY")))

# Places ----------------------------------------------------------------------------------------

events <- 60
near <- data.frame(x = round(runif(events, 0, 2000)), y = round(runif(events, 0, 2000)),
                   day = sample(365, events, replace = TRUE))
for (i in 1:8) near[50 + i, ] <- near[10 + i, ] + c(30, -40, 2)
found <- knox(dt = dist(near$day), ds = dist(near[, c("x", "y")]), eps.t = 7, eps.s = 200,
              simulate.p.value = TRUE, B = 999, .seed = 1, .verbose = FALSE)
keep("knox", "surveillance::knox(dist(day), dist(xy), eps.t = 7, eps.s = 200, B = 999)", near,
     list(observed = found$statistic[[1]], expected = found$null.value[[1]], p_value = found$p.value))

o <- c(14, 22, 9, 31, 18, 40, 5, 12, 27, 33, 16, 8, 21, 55)
e <- c(10.2, 25.1, 12.4, 20.3, 22.8, 30.1, 9.9, 10.5, 19.8, 24.4, 18.0, 14.9, 20.0, 35.5)
apart <- sqrt(o / e) - 1
se <- 0.5 / sqrt(e)
tau2 <- uniroot(function(v) mean(apart^2 / (se^2 + v)) - 1, c(0, 1), tol = 1e-14)$root
keep("between_variance", "uniroot(mean(apart^2 / (se^2 + v)) - 1)", list(apart = apart, se = se), tau2)

# Series ----------------------------------------------------------------------------------------

months <- 60
first <- as.numeric(arima.sim(list(ar = 0.6), months)) + 0.05 * seq_len(months) + 2 * sin(seq_len(months) * pi / 6)
second <- c(rnorm(2), first[seq_len(months - 2)]) + rnorm(months)
season <- factor((seq_len(months) - 1) %% 12)
left <- lapply(list(first, second), function(s) unname(residuals(lm(s ~ seq_len(months) + season))))
lag <- function(k) list(lag = k, r = cor(left[[1]][1:(months - k)], left[[2]][(1 + k):months]))
memory <- function(a, b) {
  n <- length(a); j <- 1:(n %/% 5)
  rho <- function(s) acf(s, lag.max = max(j), plot = FALSE)$acf[j + 1]
  min(n, 1 / (1 / n + 2 / n * sum((n - j) / n * rho(a) * rho(b))))
}
keep("lagged", "residuals(lm(s ~ t + month)); cor at lags; 1 / (1/n + 2/n sum((n-j)/n acf acf))",
     list(first = first, second = second),
     list(residuals = left, correlations = lapply(0:4, lag), independent = memory(left[[1]], left[[2]])))

# Wastewater ------------------------------------------------------------------------------------

value <- c(3.2, 1.5, 4.1, 0.9, 2.0, 5.7, 1.0, 2.5, 3.3, 1.5, 2.2, 1.5)
below <- c(FALSE, TRUE, FALSE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, FALSE, TRUE)
turned <- survfit(Surv(10 - value, !below) ~ 1)
mean_of <- survival:::survmean(turned, rmean = max(10 - value))$matrix
normal <- survreg(Surv(value, !below, type = "left") ~ 1, dist = "lognormal")
keep("censored", "10 - survmean(survfit(Surv(10 - x, !below))); survreg(Surv(x, !below, type = 'left'), dist = 'lognormal')",
     list(value = value, below = below),
     list(mean = 10 - mean_of[["rmean"]], error = mean_of[["se(rmean)"]], log_mean = coef(normal)[[1]],
          log_sd = normal$scale, variance = vcov(normal)[1, 1],
          variance_log_sd = vcov(normal)[2, 2], covariance_log_sd = vcov(normal)[1, 2]))

weeks <- matrix(c(42, 40, 45, 44, 61, 80, 70, 38, 41, 39, 47, 66, 92, 75, 50, 44, 46, 49, 58, 79, 81,
                  36, 35, 41, 40, 52, 66, 61), ncol = 7, byrow = TRUE)
newest <- c(70, 66, 71, 69, 99, 130, 110)
ratio <- log(rowMeans(weeks[, c(5, 6, 7, 1)]) / rowMeans(weeks[, 2:4]))
logs <- log(rowMeans(weeks))
range <- suppressWarnings(predict(lm(logs ~ 1), newdata = data.frame(row = 1), interval = "prediction"))
keep("campaigns", "exp(t.test(log ratio)$conf.int); log(new) against predict(lm(log means ~ 1), interval = 'prediction')",
     list(weeks = weeks, newest = newest),
     list(ratio = exp(mean(ratio)), ratio_limits = exp(as.numeric(t.test(ratio)$conf.int)),
          ratio_p = t.test(ratio)$p.value, change = exp(log(mean(newest)) - mean(logs)),
          change_limits = exp(log(mean(newest)) - as.numeric(range[1, c("upr", "lwr")]))))
