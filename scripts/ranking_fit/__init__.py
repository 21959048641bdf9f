"""What scripts/fit_ranking.py is made of: questions with their candidates, weights, and the confidence."""
