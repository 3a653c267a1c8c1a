"""What is shown and exported: records in, text out."""
