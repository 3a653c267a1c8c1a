"""What a person may be shown of texts and names that are somebody else's: both command lines ask here."""
