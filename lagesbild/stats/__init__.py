"""Pure numerics on arrays; knows neither crime nor pandas, nor us."""
