"""What the names of a page's elements, and the headings below an article, say that they are.

A label is an element's class, id and role, lower case. Names are looked for at the beginning of its words.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["BODY", "NOISE", "NOISE_ROLES", "NOISE_TAGS", "SMALL_NOISE_TAGS", "SURE_NOISE", "TAIL"]

# No article, surely, and possibly long: comments outgrow what they comment on.
SURE_NOISE: Final = re.compile(
    r"""(?:^|[\s_-])(?:
    breadcrumbs?|comments?(?!ary)|consent|cookie|disqus|footer|gdpr|menu|nav|navbar|navigation|newsletter|outbrain
    |recirc|recommend|related|respond|side-?bar|taboola|trending|you-?may
    |most-?(?:read|popular|viewed)|(?:more|latest|other|top)-?(?:stories|news|posts|articles)
    )(?![a-z])""",
    re.VERBOSE,
)
# The same if small; parts of articles, and their wrappers, bear these names too.
NOISE: Final = re.compile(
    r"""(?:^|[\s_-])(?:
    about-?(?:the-)?author|addtoany|ads?(?=$|[\s_-])|advert|also-?(?:read|like)|article-?(?:meta|tags)|author|banner
    |byline|callout|caption|carousel|categories|copyright|credit|date|disclaimer|donat|entry-?(?:meta|tags)|feedback
    |gallery|hidden|image|img|imginline|infobox|jp-|keywords|kicker|latest|login|masthead|meta(?=$|[\s_-])|metadata
    |modal|more-?(?:on|from)|next-?(?:article|post)|overlay|pager|pagination|paywall|photo|popular|popup
    |post-?(?:meta|nav|tags)|postmetadata|prev|print|privacy|promo|rating|read-?more|recirculation|relatedposts
    |screen-reader|search|share|sharing|sign-?up|site-?header|skip|slider|social|sponsor|sr-only|subscri
    |table-of-contents|tag-?list|tagcloud|tags|teaser|timestamp|toc|toolbar|visually-?hidden|vote|widget|wp-caption
    )
    # A word that ends in "cta", after any of these signs: written so that each run of a label is walked once.
    |(?:^|\s|[^\w\s-][^\W_]*[_-])[\w-]*cta(?=$|[\s_-])
    """,
    re.VERBOSE,
)
NOISE_ROLES: Final = re.compile(
    r"\b(?:navigation|complementary|contentinfo|banner|search|dialog|alertdialog)\b"
)
NOISE_TAGS: Final = frozenset(("nav", "footer", "aside", "menu"))
SMALL_NOISE_TAGS: Final = frozenset(("form", "figure", "figcaption"))

# The body of the article.
BODY: Final = re.compile(
    r"""articlebody|article[-_]?(?:body|text|content|copy|main)|article__(?:body|content|text)|body-?copy
    |content-?body|content__body|entry__content|field-name-body|main-?content|mw-parser-output|rich-?text|storytext
    |text-?content
    |(?:^|[\s_-])(?:story|post|entry|news|blog|page)[-_]*(?:body|content|text|entry)""",
    re.VERBOSE,
)

# Headings of what comes after an article.
TAIL: Final = re.compile(
    r"""(?:
    about\ the\ author|also\ on|follow\ us|latest\ (?:news|stories)|(?:leave\ a\ )?(?:reply|comments?)
    |more\ (?:from|on|in|stories|news)|most\ (?:read|popular)|newsletter|popular|read\ (?:more|next)
    |recommended|related|share\ this|sign\ up|subscribe|trending|what\ to\ read\ next
    |you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested)
    |ähnliche|auch\ interessant|das\ könnte\ (?:sie|dich)|kommentare?|lesen\ sie\ (?:auch|mehr)
    |mehr\ (?:zum|aus|von|zu)|über\ (?:den\ autor|die\ autorin|uns|diese)|verwandte
    |weitere\ (?:artikel|themen|beiträge|nachrichten|meldungen)
    |à\ lire|articles?\ (?:liés|similaires)|commentaires|sur\ le\ même\ (?:sujet|thème)|vous\ aimerez
    |artículos\ relacionados|comentarios|noticias\ relacionadas|también\ te|te\ puede\ interesar
    |ещё\ по\ теме|комментарии|по\ теме|похожие|читайте\ также
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
