"""A small invented press archive, as files: enough of it to be paged, narrowed down and drawn over time.

    write_press(folder)                  # then: dateline index folder

Fourteen dozen short articles of four sources over six years, made of sentences by number, so that they are
the same each time; one saved page with a menu around its article; a long text and a short one.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final

__all__ = ["COUNT", "LONG", "NOTICE", "PAGE", "write_press"]

COUNT: Final = 168  # records; a page and two texts come on top
PAGE: Final = "Ferry of Lake Kolsay is back after the winter"
NOTICE: Final = "A notice of the harbour master"
LONG: Final = "Minutes of the harbour council, a whole year of them"

_PLACES: Final = ("Osh", "Bishkek", "Almaty", "Dushanbe", "Khorog", "Tashkent", "Naryn")
_SOURCES: Final = ("The Valley Courier", "Steppe Gazette", "Mountain Post", "Река")
_AUTHORS: Final = ("Aida Lee", "Marat Osmonov", "Jane Whitfield", None, "Ruslan Tursunov", None)
_TITLES: Final = (
    "Border guards of {place} open a second crossing",
    "Truck drivers wait for days at the {place} border",
    "Water of the canal is shared anew, says {place}",
    "Grain harvest near {place} is the best in ten years",
    "Smugglers’ tunnel is found under a market in {place}",
    "Railway to {place} loses its night train",
    "Teachers of {place} ask for pay that was promised",
    "Border trade doubles after {place} drops its permits",
)
_SENTENCES: Final = (
    "Border guards checked every truck that came through {place} on {day}, an officer said.",
    "The queue at the border was four kilometres long by noon, and drivers slept in their cabins.",
    "Officials of both sides met in {place} and agreed that the crossing will be open at night.",
    "A customs officer told this newspaper that smuggling of fuel and cigarettes has become rare.",
    "The canal is to carry water to the lower fields from April on, under the agreement of {place}.",
    "Farmers said that prices for grain have fallen and that the border trade keeps them alive.",
    "A spokeswoman for the railway said that too few travellers had booked the night train.",
    "Two men were held in {place} after a tunnel was found beneath a stall that sold carpets.",
    "Teachers gathered before the town hall and read out the letter in which the rise was promised.",
    "The ministry did not answer questions. It had said earlier that the budget was being worked on.",
    "Permits for small traders are no longer needed, and the market of {place} is full on Sundays.",
    "Snow closed the pass for a week; the guards brought bread to three villages beyond it.",
)
_RUSSIAN: Final = (
    "Пограничники открыли второй пункт пропуска в городе {place}.",
    "Водители ждут на границе несколько дней, сообщила газета.",
    "Урожай зерна в этом году лучший за десять лет, говорят фермеры.",
)
_HTML: Final = f"""<!DOCTYPE html><html lang="en"><head><title>{PAGE} | The Valley Courier</title>
<meta name="author" content="Aida Lee"><meta property="article:published_time" content="2014-05-02T08:00:00Z">
<meta property="og:site_name" content="The Valley Courier">
<link rel="canonical" href="https://courier.example/2014/ferry"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article><h1>{PAGE}</h1><p class="byline">By Aida Lee</p>
<p>The ferry crosses the lake again since Thursday, twice a day, after the ice of a long winter broke up.</p>
<h2>Goats travel free</h2>
<p>The captain said that border villages had been cut off for four months. “We carry people, flour and goats,
and the goats travel free,” she said, and laughed.</p>
<ul><li>Morning: from the north shore at eight.</li><li>Evening: from the south shore at five.</li></ul>
<p>Border guards use the ferry too. Their own boat has lain in a shed since a storm in 2011.</p>
<blockquote><p>Whoever owns a goat owns a ticket.</p></blockquote>
<p>Tickets are sold on board. The timetable is to be extended in June, when the summer visitors come.</p>
</article>
<aside><h3>Most read</h3><a href="/1">Ten lakes to see</a> <a href="/2">How to milk a goat</a></aside>
<footer>© 2014 The Valley Courier. All rights reserved. Subscribe to our newsletter.</footer></body></html>
"""


def _record(number: int) -> dict[str, Any]:
    chosen = random.Random(number)
    place = chosen.choice(_PLACES)
    year = chosen.choice((2011, 2012, 2013, 2013, 2014, 2014, 2014, 2016))
    month, day = chosen.randint(1, 12), chosen.randint(1, 28)
    source = chosen.choices(_SOURCES, (6, 4, 3, 1))[0]
    is_russian = source == _SOURCES[3]
    sentences = list(_RUSSIAN if is_russian else chosen.sample(_SENTENCES, 7))
    told = [sentence.format(place=place, day=f"{day}.{month}.") for sentence in sentences]
    title = "Граница у города {place}" if is_russian else chosen.choice(_TITLES)
    return {
        "id": f"press-{number}",
        "title": title.format(place=place),
        "date": f"{year}-{month:02}-{day:02}",
        "source": source,
        "place": place,
        "author": None if is_russian else chosen.choice(_AUTHORS),
        "language": "ru" if is_russian else "en",
        "text": "\n\n".join(" ".join(told[at : at + 2]) for at in range(0, len(told), 2)),
    }


def write_press(folder: Path) -> None:
    """Write the files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_record(number), ensure_ascii=False) for number in range(COUNT)]
    (folder / "articles.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "ferry.html").write_text(_HTML, "utf-8")
    paragraphs = [f"Item {number}. The council spoke of dredging and of fees." for number in range(420)]
    (folder / "minutes.txt").write_text("\n\n".join([LONG, *paragraphs]) + "\n", "utf-8")
    (folder / "notice.txt").write_text(
        f"{NOTICE}\n\nThe ferry leaves at eight. Goats travel free.\n", "utf-8"
    )
