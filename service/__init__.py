"""What a person sees: the answerer, the API, the search page and the command line."""
