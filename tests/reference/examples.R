# Published examples and other programs' answers for what the other two scripts leave out: golden files
# for tests/golden. Run by `make reference`; needs r-base-core, r-cran-epitools, r-cran-survival,
# r-cran-jsonlite. Every input stands in the file beside the answer.

suppressMessages({
  library(epitools)
  library(jsonlite)
  library(MASS)
  library(survival)
})

folder <- commandArgs(trailingOnly = TRUE)[1]
versions <- list(
  R = as.character(getRversion()), epitools = as.character(packageVersion("epitools")),
  MASS = as.character(packageVersion("MASS")), survival = as.character(packageVersion("survival"))
)

keep <- function(name, call, input, answer) {
  text <- toJSON(
    list(made_by = "tests/reference/examples.R", versions = versions, call = call,
         input = input, answer = answer),
    digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE
  )
  writeLines(text, file.path(folder, paste0(name, ".json")))
}

# Counts ----------------------------------------------------------------------------------------

counts <- c(0, 1, 2, 5, 9, 10, 20, 50, 100, 1000, 1e6)
limits <- function(level) t(sapply(counts, function(x) as.numeric(poisson.test(x, conf.level = level)$conf.int)))
keep("exact_counts", "poisson.test(x, conf.level)$conf.int", counts, list(usual = limits(0.95), wide = limits(0.998)))

# Down's syndrome in Michigan by the mother's age, by birth order (Fleiss 1981; Fay & Feuer 1997) -----

people <- matrix(c(230061, 329449, 114920, 39487, 14208, 3052, 72202, 326701, 208667, 83228, 28466, 5375,
                   15050, 175702, 207081, 117300, 45026, 8660, 2293, 68800, 132424, 98301, 46075, 9834,
                   327, 30666, 123419, 149919, 104088, 34392), ncol = 5)
sick <- matrix(c(107, 141, 60, 40, 39, 25, 25, 150, 110, 84, 82, 39, 3, 71, 114, 103, 108, 75,
                 1, 26, 64, 89, 137, 96, 0, 8, 63, 112, 262, 295), ncol = 5)
standard <- rowSums(people)
adjusted <- lapply(1:5, function(j) unname(ageadjust.direct(sick[, j], people[, j], stdpop = standard)))
indirect <- lapply(1:5, function(j) {
  found <- ageadjust.indirect(sick[, j], people[, j], rowSums(sick), standard)
  list(ratio = found$sir[["sir"]], rate = found$rate[["adj.rate"]])
})
keep("down_syndrome", "epitools::ageadjust.direct(count, pop, stdpop); ageadjust.indirect(count, pop, stdcount, stdpop)",
     list(count = t(sick), pop = t(people), standard = standard, standard_count = rowSums(sick)),
     list(direct = adjusted, indirect = indirect))

# Mean of skewed values with some below a limit: Kaplan-Meier, d / (d - 1) and Hall's transformation ---

hall <- function(value, below) {
  turned <- survfit(Surv(max(value) - value, !below) ~ 1)
  found <- survival:::survmean(turned, rmean = max(max(value) - value))$matrix
  mean <- max(value) - found[["rmean"]]
  d <- sum(!below)
  error <- found[["se(rmean)"]] * sqrt(d / (d - 1))
  share <- -diff(c(1, turned$surv, 0))
  at <- max(value) - c(turned$time, max(turned$time))
  central <- function(k) sum(share * (at - mean)^k)
  skew <- central(3) / central(2)^1.5
  g <- function(t) t + skew / (3 * sqrt(d)) * t^2 + skew^2 / (27 * d) * t^3 + skew / (6 * sqrt(d))
  q <- qt(0.975, d - 1)
  t_of <- function(w) uniroot(function(t) g(t) - w, c(-60, 60), tol = 1e-13)$root
  unknown <- tail(turned$surv, 1) * min(value)
  list(mean = mean, upper = mean - error * t_of(-q), lower = max(0, mean - unknown - error * t_of(q)))
}
some <- list(value = c(3.2, 1.5, 4.1, 0.9, 2.0, 5.7, 1.0, 2.5, 3.3, 1.5, 2.2, 1.5),
             below = c(FALSE, TRUE, FALSE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, FALSE, TRUE))
none <- list(value = c(41, 55, 38, 62, 47, 120, 71, 52, 44, 66, 39, 58, 95, 49), below = rep(FALSE, 14))
keep("skewed_mean", "survfit(Surv(max - x, !below)), se * sqrt(d / (d - 1)); uniroot of Hall's cubic at qt(c(.025, .975), d - 1)",
     list(some = some, none = none),
     list(some = hall(some$value, some$below), none = hall(none$value, none$below)))

# Next year's count: two limits -----------------------------------------------------------------

next_year <- function(earlier) {
  fit <- glm(earlier ~ 1, family = quasipoisson, control = glm.control(epsilon = 1e-14))
  phi <- summary(fit)$dispersion
  mu <- unname(exp(coef(fit)))
  df <- length(earlier) - 1
  used <- max(1, phi)
  sd <- sqrt(used * (mu + mu^2 / sum(earlier)))
  reach <- if (pchisq(df * phi, df) < 0.5) qnorm(0.975) else
    max(qnorm(0.975), qt(0.975, df) * sqrt(phi / used))
  side <- function(s) mu * max(0, 1 + s * reach * 2 / 3 * sd / mu)^1.5
  c(side(-1), side(1))
}
years <- list(c(48, 71, 60, 55, 66), c(58, 62, 60, 59, 61), c(12, 9, 15), c(200, 214, 190), c(7, 2, 4, 11, 6, 5))
keep("next_year", "glm(y ~ 1, quasipoisson); mu (1 -+ reach 2/3 sd / mu)^1.5, reach qt or qnorm by pchisq at the median",
     years, lapply(years, next_year))

# Trends ----------------------------------------------------------------------------------------

annual <- list(c(20, 25, 30, 34, 41), c(20, 45, 10, 34, 61), c(105, 98, 91, 80, 84), c(1, 3, 2, 4, 5))
trend_of <- function(y, base) {
  t <- seq_along(y)
  fit <- glm(y ~ t + offset(log(base)), family = quasipoisson, control = glm.control(epsilon = 1e-14))
  phi <- max(1, summary(fit)$dispersion)
  plain <- glm(y ~ t + offset(log(base)), family = poisson, control = glm.control(epsilon = 1e-14))
  error <- unname(sqrt(vcov(plain)[2, 2] * phi))
  reach <- if (phi > 1) qt(0.975, length(y) - 2) else qnorm(0.975)
  score <- glm(y ~ 1 + offset(log(base)), family = poisson)
  expected <- fitted(score)
  chi <- sum(t * (y - expected))^2 / sum(expected * (t - sum(t * expected) / sum(expected))^2)
  p <- if (phi > 1) pf(chi / phi, 1, length(y) - 2, lower.tail = FALSE) else pchisq(chi, 1, lower.tail = FALSE)
  list(ratio = unname(exp(coef(fit)[2])), lower = unname(exp(coef(fit)[2] - reach * error)),
       upper = unname(exp(coef(fit)[2] + reach * error)), p_value = p)
}
base <- c(9100, 9050, 9010, 8960, 8900)
keep("recent_trend", "glm(y ~ t + offset(log(base)), quasipoisson); score chi-square over dispersion",
     list(base = base, events = annual), lapply(annual, trend_of, base = base))

lake <- as.numeric(LakeHuron)
pairs <- combn(length(lake), 2)
slopes <- sort((lake[pairs[2, ]] - lake[pairs[1, ]]) / (pairs[2, ] - pairs[1, ]))
n <- length(lake)
ties <- table(lake)
spread <- sqrt((n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18)
ranks <- (length(slopes) + c(-1, 1) * qnorm(0.975) * spread) / 2 + c(0, 1)
limit <- function(r) approx(seq_along(slopes), slopes, r)$y
huron <- cor.test(seq_along(lake), lake, method = "kendall", exact = FALSE, continuity = TRUE)
keep("lake_huron", "median and ranks (N -+ z s) / 2 of the slopes of combn(n, 2); cor.test(method = 'kendall', continuity = TRUE)",
     lake, list(slope = median(slopes), limits = sapply(ranks, limit), tau = unname(huron$estimate),
                p_value = huron$p.value))

# Nothing after an intervention: profile likelihood -----------------------------------------------

before <- c(4, 2, 3, 5, 1, 3, 2, 6, 4, 3, 2, 1, 5, 3, 2, 4, 3, 2, 5, 4, 1, 3, 2, 4, 3, 5, 2, 3, 4, 2)
quiet <- c(before, rep(0, 8))
time <- seq_along(quiet)
after <- as.numeric(time > length(before))
alone <- glm(before ~ time[seq_along(before)], family = poisson, control = glm.control(epsilon = 1e-14))
phi <- max(1, sum(residuals(alone, "pearson")^2) / alone$df.residual)
rise <- function(b) {
  fit <- glm(quiet ~ time + offset(b * after), family = poisson, control = glm.control(epsilon = 1e-14))
  (deviance(fit) - deviance(alone)) / phi
}
upper <- uniroot(function(b) rise(b) - qchisq(0.95, 1), c(-12, 3), tol = 1e-13)$root
keep("nothing_after", "uniroot((deviance(glm(y ~ t + offset(b * after))) - deviance(glm(before ~ t))) / phi - qchisq(.95, 1))",
     quiet, list(upper = exp(upper), p_value = pchisq(rise(0), 1, lower.tail = FALSE)))

# Season, dispersion and power --------------------------------------------------------------------

deaths <- as.numeric(UKDriverDeaths)
m <- factor((seq_along(deaths) - 1) %% 12)
line <- glm(deaths ~ seq_along(deaths), family = quasipoisson)
full <- glm(deaths ~ seq_along(deaths) + m, family = quasipoisson)
index <- exp(c(0, unname(coef(full)[-(1:2)])))
keep("driver_deaths", "anova(glm(quasipoisson), glm(+ month), test = 'F'); exp(coef) / mean", deaths,
     list(p_value = anova(line, full, test = "F")[["Pr(>F)"]][2], index = index / mean(index)))

expected <- c(12, 30, 200); phi <- 2.5
critical <- lapply(expected, function(mu) {
  size <- mu / (phi - 1)
  low <- qnbinom(0.025, size = size, mu = mu)
  while (low >= 0 && pnbinom(low, size = size, mu = mu) > 0.025) low <- low - 1
  high <- qnbinom(0.975, size = size, mu = mu)
  while (pnbinom(high - 1, size = size, mu = mu, lower.tail = FALSE) > 0.025) high <- high + 1
  list(low = low, high = high, power = pnbinom(high - 1, size = 1.6 * mu / (phi - 1), mu = 1.6 * mu, lower.tail = FALSE))
})
keep("dispersed_power", "qnbinom, pnbinom with size = mu / (phi - 1)", list(expected = expected, dispersion = phi), critical)

# Two rates over-dispersed, and two large counts --------------------------------------------------

kept <- poisson.test(c(41, 15), c(28010, 19017))
keep("fluoroscopy", "poisson.test(c(41, 15), c(28010, 19017))", list(events = c(41, 15), years = c(28010, 19017)),
     list(ratio = unname(kept$estimate), limits = as.numeric(kept$conf.int)))

# Ranks -----------------------------------------------------------------------------------------

first <- c(swiss$Fertility); second <- c(swiss$Education)
rank_found <- suppressWarnings(cor.test(first, second, method = "spearman", exact = FALSE))
pearson <- cor.test(rank(first), rank(second))
keep("swiss_ranks", "cor(rank(x), rank(y)); cor.test(rank(x), rank(y))$p.value; tanh(atanh(r) -+ z sqrt((1 + r^2 / 2) / (n - 3)))",
     list(first = first, second = second),
     list(rho = unname(rank_found$estimate), p_value = pearson$p.value,
          limits = tanh(atanh(unname(rank_found$estimate)) + c(-1, 1) * qnorm(0.975) *
                        sqrt((1 + unname(rank_found$estimate)^2 / 2) / (length(first) - 3)))))

# Many small variances ----------------------------------------------------------------------------

set.seed(20261122)
variances <- 1.7 * rf(60, 4, 9)
e <- log(variances) - digamma(2) + log(2)
over <- var(e) - trigamma(2)
half <- uniroot(function(d) trigamma(d) - over, c(1e-3, 1e4), tol = 1e-14)$root
keep("shared_variation", "uniroot(trigamma(d / 2) - (var(e) - trigamma(2))), e = log(s2) - digamma(2) + log(2) (Smyth 2004)",
     variances, list(typical = exp(mean(e) + digamma(half) - log(half)), lent = 2 * half))

# Places that truly differ: additive limits on the square-root and arcsine scales (Spiegelhalter 2005) -----

set.seed(20261123)
size <- round(exp(rnorm(40, 9.5, 0.9)))
cases <- rpois(40, size * 0.012 * exp(rnorm(40, -0.045, 0.3)))
asked <- round(exp(rnorm(40, 5, 0.6))) + 30
yes <- rbinom(40, asked, plogis(rnorm(40, -0.8, 0.5)))
pull <- function(z) pmin(pmax(z, quantile(z, 0.1)), quantile(z, 0.9))
edge <- qnorm(0.9)
lost <- integrate(function(z) pmin(abs(z), edge)^2 * dnorm(z), -Inf, Inf, rel.tol = 1e-12)$value
spread_of <- function(apart, error) {
  over <- function(v) mean(pull(apart / sqrt(error^2 + v))^2) / lost - 1
  sqrt(error^2 + uniroot(over, c(0, 10), tol = 1e-15)$root)
}
expected_cases <- size * sum(cases) / sum(size)
by_root <- spread_of(sqrt(cases / expected_cases) - 1, 0.5 / sqrt(expected_cases))
level <- sum(yes) / sum(asked)
centre <- asin(sqrt(level))
by_angle <- spread_of(asin(sqrt(yes / asked)) - centre, 0.5 / sqrt(asked))
z95 <- qnorm(0.975); z998 <- qnorm(0.999)
around <- function(z) cbind(pmax(0, 1 - z * by_root)^2, (1 + z * by_root)^2)
turned <- function(z) cbind(sin(pmax(0, centre - z * by_angle))^2, sin(pmin(pi / 2, centre + z * by_angle))^2)
keep("funnels", "uniroot of the winsorised mean square of z; (1 -+ z s)^2 and sin(centre -+ z s)^2",
     list(cases = cases, size = size, yes = yes, asked = asked),
     list(rates = list(inner = around(z95), outer = around(z998)),
          shares = list(inner = turned(z95), outer = turned(z998))))

# Laney's charts ----------------------------------------------------------------------------------

units <- c(1020, 980, 1100, 1005, 960, 1080, 1040, 990, 1015, 1060, 970, 1030, 1090, 1000)
faults <- c(51, 70, 44, 58, 80, 41, 66, 39, 72, 55, 47, 83, 60, 49)
u_bar <- sum(faults) / sum(units)
z_u <- (faults / units - u_bar) / sqrt(u_bar / units)
z_p <- (faults / units - u_bar) / sqrt(u_bar * (1 - u_bar) / units)
sigma <- function(z) mean(abs(diff(z))) / 1.128
keep("laney", "mean(abs(diff(z))) / 1.128; centre +- 3 sqrt(centre / n) sigma", list(x = faults, n = units),
     list(u = list(sigma = sigma(z_u), upper = u_bar + 3 * sqrt(u_bar / units) * sigma(z_u)),
          p = list(sigma = sigma(z_p), upper = u_bar + 3 * sqrt(u_bar * (1 - u_bar) / units) * sigma(z_p))))

# Mean of a lognormal spread with values below limits: survreg and Cox's method ---------------------

fit <- survreg(Surv(some$value, !some$below, type = "left") ~ 1, dist = "lognormal")
slope <- c(1, fit$scale^2)
error <- sqrt(drop(slope %*% vcov(fit) %*% slope))
q <- qt(0.975, sum(!some$below) - 1)
middle <- coef(fit)[[1]] + fit$scale^2 / 2
keep("lognormal_mean", "survreg(Surv(x, !below, 'left'), dist = 'lognormal'); exp(mu + s^2 / 2 -+ t se), delta method",
     some, exp(middle + c(0, -1, 1) * q * error))

# Limits of a count by the score, and of rates that vary more than chance ---------------------------

score <- function(x) c(if (x == 0) 0 else uniroot(function(m) (x - m) - qnorm(0.975) * sqrt(m), c(1e-12, x), tol = 1e-14)$root,
                       uniroot(function(m) (m - x) - qnorm(0.975) * sqrt(m), c(max(x, 1e-9), 5 * x + 50), tol = 1e-14)$root)
small_counts <- c(0, 1, 4, 12, 150)
keep("score_counts", "uniroot((x - m) -+ qnorm(.975) sqrt(m))", small_counts, t(sapply(small_counts, score)))

# Neighbours: a coarse grid of the volcano Maunga Whau, edges shared ----------------------------------

grid <- volcano[seq(5, 85, 10), seq(5, 60, 8)]
at <- expand.grid(r = seq_len(nrow(grid)), c = seq_len(ncol(grid)))
link <- as.matrix(dist(at, method = "manhattan")) == 1
height <- as.numeric(grid); n <- length(height)
apart <- height - mean(height)
w <- link / rowSums(link)
s0 <- sum(w); s1 <- sum((w + t(w))^2) / 2; s2 <- sum((rowSums(w) + colSums(w))^2)
moran <- n / s0 * sum(apart * (w %*% apart)) / sum(apart^2)
by_chance <- (n^2 * s1 - n * s2 + 3 * s0^2) / (s0^2 * (n^2 - 1)) - 1 / (n - 1)^2
with_self <- link + diag(n)
star <- function(b) (b %*% height - rowSums(b) * mean(height)) /
  (sqrt(mean(height^2) - mean(height)^2) * sqrt((n * rowSums(b^2) - rowSums(b)^2) / (n - 1)))
keep("volcano", "row-standardised Moran by matrices (Cliff & Ord 1981); G* of Ord & Getis (1995), eq. 5; local Moran (n - 1) z Wz / sum z^2",
     list(height = height, neighbours = lapply(seq_len(n), function(i) I(which(link[i, ]) - 1))),
     list(moran = moran, z = (moran + 1 / (n - 1)) / sqrt(by_chance),
          local = as.numeric((n - 1) * apart * (w %*% apart) / sum(apart^2)), star = as.numeric(star(with_self)),
          general = sum(link * outer(height, height)) / (sum(height)^2 - sum(height^2))))
