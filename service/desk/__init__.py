"""The staff desk: accounts, sign-in and sessions in a database of its own, and the pages behind them."""
