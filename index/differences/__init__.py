"""Where pages state the same fact and not the same figure: reading figures, the facts they belong to, comparing."""
