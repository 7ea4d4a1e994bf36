"""The scan of a night with all that is known: filings, outside figures and our own visits."""
