"""What the names of a page's elements, and the headings below an article, say that they are.

A label is an element's class, id and role, lower case. It is judged token by token, since a token that only
lays the page out says nothing ("print:px-6", "has-share", "overflow-hidden"); words are looked for at the
beginning of the parts of a token.

>>> names("print:px-6 mx-4"), names("share-buttons"), names("article__body share"), names("comment-list")
('no', 'unsure', 'body', 'comments')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

__all__ = [
    "NAVIGATION_TAGS",
    "NOISE_TAGS",
    "SMALL_NOISE_TAGS",
    "Name",
    "ends_story",
    "is_body",
    "is_caption",
    "is_folded",
    "is_pull_quote",
    "is_standfirst",
    "names",
]

Name = Literal["comments", "navigation", "sure", "unsure", "body", "no"]

_ORDER: Final[tuple[Name, ...]] = ("comments", "navigation", "body", "sure", "unsure", "no")

# What lays out, or says what an element has or shows: no name of it.
_LAYOUT: Final = re.compile(
    r"""[][:(){}@!/%]|^(?:has|no|not|without|with|hide|show|hidden|visible|overflow|can|u|l|md|lg|sm|xs)-
    |^(?:is-hidden-|d-none$|d-print)|-hidden$|-print$|^comments?-(?:open|closed|enabled|disabled|on|off)$|^text-(?:hidden|overflow)
    |(?:[^-]*-){4}  # the title of a part, made an id: "menu-ideas-for-a-small-kitchen"
    """,
    re.VERBOSE,
)

_COMMENTS: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?(?!ary)|commentlist|disqus|respond|kommentare?)(?![a-z])"
)
_NAVIGATION: Final = re.compile(r"(?:^|[\s_-])(?:breadcrumbs?|menu|nav|navbar|navigation|footer)(?![a-z])")
# No article, surely, and possibly long.
_SURE: Final = re.compile(
    r"""(?:^|[\s_-])(?:
    consent|cookie|gdpr|newsletter|outbrain|recirc|recommend|related|side-?bar(?!-(?:content|layout|main|page))|taboola|trending|you-?may
    |most-?(?:read|popular|viewed)|(?:more|latest|other|top)-?(?:stories|news|posts|articles)
    )(?![a-z])""",
    re.VERBOSE,
)
# The same if small; parts of articles, and their wrappers, bear these names too.
_UNSURE: Final = re.compile(
    r"""(?:^|[\s_-])(?:
    about-?(?:the-)?author|addtoany|ads?(?=$|[\s_-])|advert|also-?(?:read|like)|article-?(?:meta|tags)|author|banner
    |byline|carousel|categories|copyright|credit|date|disclaimer|donat|entry-?(?:meta|tags)|feedback
    |jp-|keywords|login|masthead|meta(?=$|[\s_-])|metadata
    |modal|more-?(?:on|from)|next-?(?:article|post)|overlay|pager|pagination|popular|popup
    |paywall-?(?:banner|box|cta|form|message|modal|notice|offer|overlay|prompt|wall)
    |post-?(?:meta|nav|tags)|postmetadata|prev|print(?=$|[\s_-])|privacy|promo|rating|read-?more|recirculation|relatedposts
    |screen-reader|search|share|sharing|sign-?up|site-?header|skip-?(?:link|nav|to)|social|sponsor|sr-only|subscri
    |table-of-contents|tag-?list|tagcloud|tags|timestamp|toc(?=$|\s)|toolbar|visually-?hidden|vote
    )
    # A word that ends in "cta", after any of these signs: written so that each run of a label is walked once.
    |(?:^|\s|[^\w\s-][^\W_]*[_-])[\w-]*cta(?=$|[\s_-])
    # At the beginning of a token only, and not where it says that it is the text: "teaser-text".
    |(?:^|\s)(?:gallery|hidden|image|img|imginline|infobox|kicker|latest|photo|slider|teaser|widget)
    (?![\w-]*(?:body|content|copy|editor|paragraph|text|wrap))
    """,
    re.VERBOSE,
)
_ROLES: Final = re.compile(r"\b(?:complementary|search|dialog|alertdialog)\b")
_NAVIGATION_ROLES: Final = re.compile(r"\b(?:navigation|contentinfo|banner)\b")
NAVIGATION_TAGS: Final = frozenset(("nav", "footer", "menu"))
NOISE_TAGS: Final = frozenset(("aside", "dialog"))
SMALL_NOISE_TAGS: Final = frozenset(("form",))

# The body of the article.
_BODY: Final = re.compile(
    r"""articlebody|article[-_]?(?:body|text|content|copy|main)|article__(?:body|content|text)|body-?copy
    |content-?body|content__body|entry__content|field-name-body|main-?content|mw-parser-output|rich-?text|storytext
    |text-?content
    |(?:^|[\s_-])(?:story|post|entry|news|blog|page)[-_]*(?:body|content|text|entry)""",
    re.VERBOSE,
)
# Words above a story that say what it is about: between its title and its text.
_STANDFIRST: Final = re.compile(
    r"""(?:^|[\s_-])(?:abstract|chapeau|dek|deck|description|excerpt|intro|introduction|lead|lede|leadtext|preamble
    |standfirst|stand-first|strap-?line|sub-?head(?:line|ing)?|sub-?titles?|subline|summary|teaser|teaser-?text
    |lead-?in|preface|einleitung|summary-?(?:list|bullets?)|vorspann|untertitel|ingress|anriss|entradilla
    |bajada|catenaccio|sommario|headline-sub|post-?excerpt)
    (?![a-z])""",
    re.VERBOSE,
)

# A part of the story that a click unfolds.
_FOLDED: Final = re.compile(
    r"(?:^|[\s_-])(?:accordion|collaps\w*|faqs?|region|tab-?(?:pane|panel|content))(?![a-z])"
)
_PULL_QUOTE: Final = re.compile(r"(?:^|[\s_-])(?:pull-?quote|quote|zitat|citation|highlight|callout)")
# Words below a picture.
_CAPTION: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:wp-)?caption|bildunterschrift|image-?text|legende"
    r"|(?:img|image|photo|picture|figure|foto|bild)-?(?:caption|credits?|description|info|legend))(?![a-z])"
)

# Headings of what comes after an article, whatever follows: alone on their line, but for a number.
_ENDS: Final = re.compile(
    r"""(?:
    about\ the\ authors?|comments?|leave\ a\ (?:reply|comment)|post\ a\ comment
    |join\ the\ (?:conversation|discussion)
    |kommentare?|kommentar\ schreiben|commentaires|laisser\ un\ commentaire|comentarios|комментарии
    |über\ (?:den\ autor|die\ autorin)
    )\W*\d*\W*""",
    re.IGNORECASE | re.VERBOSE,
)
# Headings of what comes after an article where links follow.
_BOX: Final = re.compile(
    r"""(?:
    also\ on|follow\ us|latest\ (?:news|stories)|(?:leave\ a\ )?(?:reply|comments?)
    |more\ (?:from|on|in|stories|news)|most\ (?:read|popular)|newsletter|popular|read\ (?:more|next)
    |recommended|related|share\ this|sign\ up|subscribe|trending|up\ next|what\ to\ read\ next
    |you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested)
    |ähnliche|auch\ interessant|das\ könnte\ (?:sie|dich)|lesen\ sie\ (?:auch|mehr)
    |mehr\ (?:zum|aus|von|zu)|über\ (?:uns|diese)|verwandte
    |weitere\ (?:artikel|themen|beiträge|nachrichten|meldungen)
    |à\ lire|articles?\ (?:liés|similaires)|sur\ le\ même\ (?:sujet|thème)|vous\ aimerez
    |artículos\ relacionados|noticias\ relacionadas|también\ te|te\ puede\ interesar
    |ещё\ по\ теме|по\ теме|похожие|читайте\ также
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def _telling(label: str) -> str:
    """The tokens of a label that name the element."""
    return " ".join([token for token in label.split() if not _lays_out(token)])


@lru_cache(16384)
def _lays_out(token: str) -> bool:
    return _LAYOUT.search(token) is not None


@lru_cache(8192)
def names(label: str) -> Name:
    """What the label of an element says that it is; "no" where it says nothing."""
    told = [token for token in label.split() if not _lays_out(token)]
    if told == ["hidden"] and label != "hidden":
        return "no"  # "hidden md:block": on small screens
    return _ORDER[min(map(_rank, told), default=-1)]


@lru_cache(16384)
def _rank(token: str) -> int:
    """Where the name of a token stands in the order of names; no pattern reads over a blank."""
    if _COMMENTS.search(token):
        return 0
    if _NAVIGATION.search(token) or _NAVIGATION_ROLES.search(token):
        return 1
    if _says_body(token):
        return 2
    if _SURE.search(token) or _ROLES.search(token):
        return 3
    return 4 if _UNSURE.search(token) else 5


@lru_cache(8192)
def is_body(label: str) -> bool:
    """Whether the label says that the element is the article's body, whatever else it says."""
    return any(map(_says_body, label.split()))


@lru_cache(16384)
def _says_body(token: str) -> bool:
    return _BODY.search(token) is not None


@lru_cache(2048)
def is_caption(label: str) -> bool:
    """Whether the label says that the element is the caption of a picture."""
    return _CAPTION.search(_telling(label)) is not None


@lru_cache(2048)
def is_folded(label: str) -> bool:
    """Whether the label says that the element is shown on a click: not displayed, and part of the story."""
    return _FOLDED.search(label) is not None


@lru_cache(2048)
def is_pull_quote(label: str) -> bool:
    """Whether the label says that the element quotes the story it stands in."""
    return _PULL_QUOTE.search(label) is not None


@lru_cache(2048)
def is_standfirst(label: str) -> bool:
    """Whether the label says that the element is the standfirst of a story."""
    return _STANDFIRST.search(_telling(label)) is not None


def ends_story(text: str) -> Literal["surely", "before links", "no"]:
    """Whether a heading says that the story is over: surely, where links follow, or not."""
    if _ENDS.fullmatch(text):
        return "surely"
    return "before links" if _BOX.match(text) else "no"
