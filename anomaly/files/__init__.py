"""Files in, files out: CSV, or Parquet by the name's ending."""
