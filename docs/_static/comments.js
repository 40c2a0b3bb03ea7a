// The comments on a page: replies to a post, asked of its host by Mastodon's API when a reader presses the button.
// What comes is anybody's: it is parsed where nothing of it lives, and what is allowed of it is made anew.
{
  const box = document.querySelector(".comments");
  const [button, said] = box.querySelectorAll("button, [role=status]");
  const post = new URL(box.dataset.post);
  const { host, origin, pathname } = post;
  const api = `${origin}/api/v1/statuses/${pathname.split("/").pop()}`;
  const PATIENCE = 10_000; // ms, after which a host is not waited for
  const LONG = 2000; // characters, of which a line takes at least 50: what is longer is folded
  const DEEPEST = 4; // lists in one another; a reply in the last stands below what it replies to

  const made = (name, properties, ...inside) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...inside);
    return node;
  };
  const words = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

  const ALLOWED = new Set("p br a em strong b i code pre ul ol li blockquote".split(" "));
  const parsed = (content) => new DOMParser().parseFromString(words(content), "text/html").body;
  const link = (address, ...inside) => {
    const url = URL.canParse(address) ? new URL(address) : {};
    return /^https?:$/.test(url.protocol) && made("a", { href: url.href, rel: "nofollow noopener ugc" }, ...inside);
  };

  // Of what is allowed the name, of a link where it leads, and of all else the text.
  function build(into, foreign) {
    for (const node of foreign.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const name = node instanceof HTMLElement && ALLOWED.has(node.localName) && node.localName;
      const part = name === "a" ? link(node.getAttribute("href")) : name && made(name);
      build(part ? into.appendChild(part) : into, node);
    }
    return into;
  }

  function folded(warning, text) {
    const { length } = text.textContent;
    const isLong = length + 50 * text.querySelectorAll(":not(a)").length > LONG;
    const summary = warning || (isLong && `A long text (${length.toLocaleString("en")} characters)`);
    return summary ? made("details", {}, made("summary", {}, made("bdi", {}, summary)), text) : text;
  }

  const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
  const isPublic = ({ id, account, visibility }) => typeof id === "string" && account && ["public", "unlisted"].includes(visibility);
  const handle = (account) => `@${words(account.acct, 200)}${words(account.acct).includes("@") ? "" : `@${host}`}`;

  function entry({ account, ...status }, answered) {
    const date = new Date(words(status.created_at));
    const when = date.getTime() ? made("time", { dateTime: date.toISOString() }, clock.format(date)) : "at some time";
    const text = build(made("div", { className: "text", dir: "auto", lang: words(status.language, 8) }), parsed(status.content));
    const others = Array.isArray(status.media_attachments) && status.media_attachments.length;
    if (others) text.append(made("p", {}, `(${count(others, "attachment", "attachments")}: see the post itself.)`));
    const name = words(account.display_name, 100).trim() || words(account.username, 100);
    const by = made("p", { className: "by" }, made("bdi", { className: "name" }, name), made("bdi", {}, handle(account)));
    by.append(link(status.url, when) || link(post, when), ...(answered ? [made("span", {}, "to ", made("bdi", {}, answered))] : []));
    return made("article", {}, by, folded(words(status.spoiler_text, 500).trim(), text));
  }

  const known = new Map(); // what a reader has opened stays open when new ones come

  // Show them, and say how many they are. Who replies to what is not shown replies to what is above that.
  function show(status, { descendants }) {
    const thread = made("ol", { role: "list" });
    const top = { replies: thread, depth: 0 };
    const places = new Map();
    const before = box.querySelector("ol");
    let [shown, fresh, there] = [-1, 0, 0];
    if (!isPublic(status)) throw status.visibility ? GONE : NO_THREAD;
    for (const each of [status, ...descendants].filter(Boolean)) {
      if (places.has(each.id)) continue;
      const above = places.get(each.in_reply_to_id) ?? top;
      places.set(each.id, above);
      if (!isPublic(each)) continue;
      const version = `${each.id} ${each.edited_at}`;
      const isNew = !known.has(version);
      if (isNew) known.set(version, entry(each, above.depth >= DEEPEST && above.by));
      const article = known.get(version);
      article.classList.toggle("new", before && isNew);
      above.replies ??= above.item.appendChild(made("ol", { role: "list" }));
      const here = { item: made("li", {}, article), depth: above.depth + 1, by: handle(each.account) };
      above.replies.append(here.item);
      if (here.depth >= DEEPEST) here.replies = above.replies;
      if (each !== status) places.set(each.id, here);
      [shown, fresh, there] = [shown + 1, fresh + isNew, there + (Number.isInteger(each.replies_count) && each.replies_count)];
    }
    before?.remove();
    box.append(thread);
    if (!shown && !there) return "Nobody has replied yet.";
    const all = there > shown ? `${shown} of ${there} replies shown, all that ${host} gives` : count(shown, "reply", "replies");
    return `${all}${before ? `, ${fresh || "none"} of them new` : ""}.`;
  }

  const GONE = "The post is not there any more: it was deleted, or is not public.";
  const CLOSED = `${host} shows it only to people who are signed in there.`;
  const NO_THREAD = `${host} answered with something else than a thread.`;
  const SLOW = `${host} did not answer within ${PATIENCE / 1000} seconds.`;
  const REFUSALS = { 0: `${host} leads elsewhere.`, 401: CLOSED, 403: CLOSED, 422: CLOSED, 404: GONE, 410: GONE };
  const ASKING = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };

  function refusal({ status, headers }) {
    if (status !== 429) return REFUSALS[status] ?? `${host} answered with error ${status}.`;
    const told = headers.get("Retry-After") ?? headers.get("X-RateLimit-Reset");
    const seconds = Math.ceil(/^\d+$/.test(told) ? told : (Date.parse(told) - Date.now()) / 1000);
    const wait = seconds < 100 ? count(seconds, "second", "seconds") : `${Math.ceil(seconds / 60)} minutes`;
    return `${host} has been asked too often: try again in ${seconds > 0 && seconds < 86_400 ? wait : "a while"}.`;
  }

  let blocked;
  addEventListener("securitypolicyviolation", ({ blockedURI }) => (blocked ||= blockedURI.startsWith(origin)));
  const toldOfPolicies = () => new Promise((done) => setTimeout(done, 100)); // a browser does so later
  async function reason(signal) {
    if (signal.aborted) return SLOW;
    if (!navigator.onLine) return "You are offline.";
    await toldOfPolicies();
    if (blocked) return `The policy of this site does not allow to ask ${host}.`;
    const asked = fetch(api, { ...ASKING, signal, mode: "no-cors" }); // whose answer nobody may read
    if (await asked.catch(() => false)) return `${host} does not allow other sites to read what it answers.`;
    if (signal.aborted) return SLOW;
    await toldOfPolicies();
    return blocked ? REFUSALS[0] : `${host} cannot be reached.`; // which no policy but ours forbids
  }

  async function ask(address, signal) {
    const answer = await fetch(address, { ...ASKING, signal, redirect: "manual" }).catch(() => reason(signal));
    if (!answer.ok) throw typeof answer === "string" ? answer : refusal(answer);
    return answer.json();
  }

  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), PATIENCE);
    [blocked, button.ariaDisabled] = [false, "true"];
    said.textContent = `Asking ${host} …`;
    try {
      const [status, context] = await Promise.all([api, `${api}/context`].map((address) => ask(address, waiting.signal)));
      said.textContent = show(status, context);
      button.textContent = "Look for new comments";
    } catch (error) {
      said.textContent = typeof error === "string" ? error : waiting.signal.aborted ? SLOW : NO_THREAD;
      button.textContent = "Try again";
    }
    waiting.abort(); // what is still asked
    button.ariaDisabled = "false";
  });
}
