"""The archive in a browser: pages made on the server, read-only, every state of them in the address.

`app` is the server, `guard` who may ask it, `opened` which state of the index answers. A page is a function
from a `Visit` to a `Reply` (replies.py); templates and static files lie beside it.
"""
