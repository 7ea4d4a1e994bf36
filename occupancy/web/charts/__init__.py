"""Server-made pictures: the same chart on the page, without script, and on paper."""
