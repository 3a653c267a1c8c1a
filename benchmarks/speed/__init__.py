"""How fast is Dateline beside its peers? Engines side by side on the same passages and the same queries."""
