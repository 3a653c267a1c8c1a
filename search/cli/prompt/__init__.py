"""A conversation in a terminal: `dateline` alone.

    commands.py    what the commands of the prompt are called, and what each does
    session.py     what is being looked at: the archive, the question, the page, what is set
    obeying.py     a line that was typed, done
    loop.py        line after line, and what goes wrong in one
    fitting.py     how many hits fit the screen
    completing.py  what may be about to be typed
    lines.py       who reads the line: prompt_toolkit, readline, or nobody but input()
    history.py     the lines of before

Pages, articles, citations and counts are those of the commands: each is shown by the functions they use.
"""
