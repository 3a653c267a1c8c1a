"""What a page says about its article outside the text.

`linked` reads JSON-LD, `marks` gathers what the elements state, `printed` the lines by the headline;
`titles`, `days`, `people` and `addresses` make a field each of them.
"""
