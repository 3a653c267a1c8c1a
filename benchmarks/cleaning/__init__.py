"""How well are pages cleaned, beside other programs?"""
