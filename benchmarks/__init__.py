"""How good and how fast is Dateline, beside its peers? Runs that anybody can repeat: see README.md."""
