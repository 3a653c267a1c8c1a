"""A story of fourteen paragraphs, and pages made of it: what the tests of saved pages share."""

from __future__ import annotations

from dateline.indexer.article import Article
from dateline.indexer.cleaning.page import clean_page

TITLE = "Bridge closes for three weeks"
STORY = (
    "The ministry of transport said that the bridge would be closed while the bearings are replaced.",
    "Local councillors complained that they had been told only a day before, and that the detour is long.",
    "A spokesman said the work could not be put off, because inspectors had found cracks in two supports.",
    "The company that built it no longer exists, and its drawings were lost when the archive was flooded.",
    "Farmers on the eastern bank said they would have to sell their milk elsewhere until lorries can cross.",
    "The mayor promised a ferry for pedestrians, which is to run every twenty minutes from six on.",
    "Nobody could say who would pay for it, since county and town have disputed the cost for a decade.",
    "Engineers plan to lift the deck by four centimetres with hydraulic jacks, mostly during the night.",
    "A similar operation upstream took twice as long as planned after a jack had to be brought from abroad.",
    "Shopkeepers in the old town fear for the summer trade, which brings in half of what they earn.",
    "The chamber of commerce has asked for tax relief, but no decision could be expected before autumn.",
    "Pupils of the secondary school will have lessons at home on three days, the head teacher announced.",
    "Fire and ambulance services have stationed vehicles on both banks so that nobody has to wait for help.",
    "The bridge was last closed in the winter of a year when ice floes had damaged the central pier.",
)
OTHER = (
    "The harvest festival of the three parishes will be held a week later because the marquee is needed.",
    "The roof of the primary school is to be renewed during the holidays, the council decided last night.",
    "The mixed choir has lost nine of its members in two years and invites everybody who likes singing.",
    "A dog that ran away during a thunderstorm was found in a quarry and is said to be in good health again.",
    "Drivers must expect delays on the pass road until the end of the month, since the barrier is replaced.",
    "From the first of the month the library opens on Sunday afternoons too, for a trial of half a year.",
)


def paragraphs(texts: tuple[str, ...] = STORY, attributes: str = "") -> str:
    """Paragraphs as markup, each with these attributes."""
    return "\n".join(f"<p{attributes and ' '}{attributes}>{text}</p>" for text in texts)


def page(body: str, head: str = "", title: str = TITLE) -> str:
    """A page whose article is `body`, under its title."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>"
        f"<article><h1>{title}</h1>\n{body}\n</article></body></html>"
    )


def read(markup: str) -> Article:
    """The one article of a page."""
    [article] = clean_page(markup)
    return article


def texts(article: Article, *kinds: str) -> list[str]:
    """The paragraphs of an article, or those of some kinds."""
    return [paragraph.text for paragraph in article.paragraphs if not kinds or paragraph.kind in kinds]


def rules(article: Article) -> dict[str, str]:
    """What was dropped, with the rule."""
    return {drop.text: drop.rule for drop in article.dropped}
