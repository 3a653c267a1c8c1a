"""How is the block model of the cleaner trained, and how good is it on sites it has not seen?"""
