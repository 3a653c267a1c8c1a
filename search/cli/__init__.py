"""What a person types to ask, and what they see.

Data goes to stdout, talk to stderr: how the query was read, how much was found, warnings. The commands
return the exit code: 0 found, 1 nothing found, 2 a query that can't be read.

    options.py    what several commands take; queries that begin with a dash
    searching.py  `search`
    prompting.py  `prompt`: the conversation that prompt/ is, opened.py the archive it keeps open
    showing.py    `show`
    opening.py    `open`; last_answer.py which rows there were, editors.py how an editor is told a line
    looking.py    `stats`, `kwic`, `terms`, `like`
    counting.py   `facets`, `timeline`
    saving.py     `saved`; news.py what is new to them
    serving.py    `serve`
    answers.py    a list of articles in each form it is printed in
    naming.py     which article is meant by an id or a citation
    paging.py     the pager
    state.py      where is kept what a person did last
    streams.py    stdout and stderr

The archive, and numpy with it, is loaded when a command runs; a renderer when its output is asked for.
"""
