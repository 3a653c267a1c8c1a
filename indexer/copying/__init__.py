"""How does an archive move between folders and servers, and how is it known that all of it has arrived?"""
