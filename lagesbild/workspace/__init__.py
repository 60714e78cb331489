"""Records that people edit: inventory, lägesbild versions, causes, measures. Nothing is kept here yet."""
