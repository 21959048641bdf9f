"""Pages from web addresses: what may be asked for, asking for it politely, and what an ingest makes of the answers."""
