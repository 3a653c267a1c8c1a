"""What does a person type to make an index and to keep it, and what do they see?"""
