"""What the paper says: reading files, structure, tables, figures, checks."""
