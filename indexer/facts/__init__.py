"""Facts a text states about itself: its language, its sentences, its dates and places.

Each module takes text and returns facts; none reads files or the clock.
"""
