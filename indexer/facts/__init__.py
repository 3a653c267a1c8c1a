"""What facts does a text state about itself? Its language, its sentences, its dates and places.

Each module takes text and returns facts; none reads files or the clock.
"""
