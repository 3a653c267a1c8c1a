"""The search half: a question in, ranked and highlighted passages out."""
