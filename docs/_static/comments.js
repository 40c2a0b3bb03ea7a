// The comments on a page: replies to a post, asked of its host by Mastodon's API when a reader presses the button.
// What comes is anybody's: it is parsed where nothing of it lives, and what is allowed of it is made anew.
{
  const box = document.querySelector(".comments");
  const [asking, button, said] = box.querySelectorAll(".ask, button, [role=status]");
  const { post } = box.dataset;
  const { host, origin, pathname } = new URL(post);
  const api = `${origin}/api/v1/statuses/${pathname.split("/").pop()}`;
  const PATIENCE = 10_000; // ms, after which a host is not waited for
  const LONG = 2000; // characters, of which a line or a link takes at least 50: what is longer is folded
  const DEEPEST = 4; // lists in one another; a reply in the last stands below what it replies to
  const made = (name, properties, ...inside) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...inside);
    return node;
  };
  const words = (value, most = 100_000) => // as many as a browser reads in a moment
    typeof value !== "string" ? "" : value.length > most ? `${value.slice(0, most)} …` : value;
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const ALLOWED = new Set("p br a em strong b i code pre ul ol li blockquote".split(" "));
  const link = (address, ...inside) => {
    const url = URL.canParse(words(address)) ? new URL(address) : {};
    return /^https?:$/.test(url.protocol) && made("a", { href: url.href, rel: "nofollow noopener ugc" }, ...inside);
  };

  // Of what is allowed the name, of a link where it leads, and of all else the text. Asked itself for its childNodes
  // or body, a form or a document would answer with what is in it and has such a name.
  function build(into, foreign) {
    for (const node of Reflect.get(Node.prototype, "childNodes", foreign)) {
      if (node instanceof Text) into.append(node.data);
      if (!(node instanceof Element)) continue;
      const name = node instanceof HTMLElement && ALLOWED.has(node.localName) && node.localName;
      const part = name === "a" ? link(node.getAttribute("href")) : name && made(name);
      build(part ? into.appendChild(part) : into, node);
      if (part.href && !part.textContent.trim()) part.append(part.href);
    }
    return into;
  }

  function folded(warning, text) {
    const { length: lines } = [...text.querySelectorAll("*"), ...text.textContent.split("\n")];
    const summary = warning || (text.textContent.length + 50 * lines > LONG && "A long text");
    return summary ? made("details", {}, made("summary", {}, made("bdi", {}, summary)), text) : text;
  }

  const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
  const isStatus = ({ id, account }) => typeof id === "string" && account;
  const isPublic = (status) => isStatus(status) && ["public", "unlisted"].includes(status.visibility);
  const handle = (account) => `@${words(account.acct, 200)}${words(account.acct).includes("@") ? "" : `@${host}`}`;

  function entry({ account, ...status }) {
    const date = new Date(words(status.created_at));
    const when = date.getTime() ? made("time", { dateTime: date.toISOString() }, clock.format(date)) : "at some time";
    const foreign = new DOMParser().parseFromString(`<body>${words(status.content)}`, "text/html");
    const text = build(made("div", { className: "text", dir: "auto", lang: words(status.language, 35) }), foreign);
    const others = Array.isArray(status.media_attachments) && status.media_attachments.length;
    const note = others ? [made("p", {}, `(${count(others, "attachment", "attachments")}: see the post itself.)`)] : [];
    const name = words(account.display_name, 100).trim() || words(account.username, 100);
    const by = made("p", { className: "by" }, made("bdi", { className: "name" }, name), made("bdi", {}, handle(account)));
    by.append(link(status.url, when) || link(post, when));
    return made("article", {}, by, folded(words(status.spoiler_text, 500).trim(), text), ...note);
  }

  const known = new Map(); // what a reader has opened stays open when new ones come
  // Show them, and say how many they are. Who replies to what is not shown replies to what is above that.
  function show(status, { descendants }) {
    const thread = made("ol", { role: "list" });
    const top = { replies: thread, depth: 0 };
    const places = new Map();
    const before = box.querySelector("ol");
    let [shown, fresh, there] = [0, 0, 0];
    if (!isPublic(status)) throw isStatus(status) ? GONE : NO_THREAD;
    for (const each of [status, ...descendants.filter(Boolean)]) {
      if (places.has(each.id)) continue;
      const above = places.get(each.in_reply_to_id) ?? top;
      places.set(each.id, above);
      if (!isPublic(each)) continue;
      const version = JSON.stringify([each.edited_at, each.content, each.spoiler_text]);
      const old = known.get(each.id);
      const change = old?.version === version ? "" : old ? "edited" : "new";
      const article = change ? entry(each) : old.article;
      known.set(each.id, { version, article });
      article.className = before ? change : "";
      article.querySelector(".by > span")?.remove();
      if (above.depth >= DEEPEST) article.firstChild.append(made("span", {}, "to ", made("bdi", {}, above.by)));
      above.replies ??= above.item.appendChild(made("ol", { role: "list" }));
      const here = { item: made("li", {}, article), depth: above.depth + 1, by: handle(each.account) };
      above.replies.append(here.item);
      if (here.depth >= DEEPEST) here.replies = above.replies;
      there += Number.isInteger(each.replies_count) && each.replies_count;
      if (each === status) continue;
      places.set(each.id, here);
      [shown, fresh] = [shown + 1, fresh + Boolean(change)];
    }
    before?.remove();
    box.append(thread);
    if (!shown && !there) return "There are no public replies.";
    const all = there > shown ? `${shown} of at least ${there} replies shown` : count(shown, "reply", "replies");
    const news = before ? `, ${fresh || "none"} of them new or edited` : "";
    return `${all}${news}.${there > shown ? ` ${host} gives no more.` : ""}`;
  }

  const GONE = "The post is not there any more: it was deleted, or is not public.";
  const CLOSED = `${host} shows the post only to people who are signed in there.`;
  const NO_THREAD = `${host} answered with something else than a post and its replies.`;
  const SLOW = `${host} did not answer within ${PATIENCE / 1000} seconds.`;
  const MOVED = `${host} refers to another site, which this page does not ask.`;
  const REFUSALS = { 0: MOVED, 401: CLOSED, 422: CLOSED, 404: GONE, 410: GONE };
  const ASKING = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
  function refusal({ status, headers }) {
    if (status !== 429) return REFUSALS[status] ?? `${host} answered with error ${status}.`;
    const told = headers.get("Retry-After") ?? headers.get("X-RateLimit-Reset");
    const seconds = Math.ceil(/^\d+$/.test(told) ? told : (Date.parse(told) - Date.now()) / 1000);
    const wait = seconds < 100 ? count(seconds, "second", "seconds") : `${Math.ceil(seconds / 60)} minutes`;
    return `${host} has been asked too often: try again in ${seconds > 0 && seconds < 86_400 ? wait : "a while"}.`;
  }
  let violations = [];
  addEventListener("securitypolicyviolation", (event) => violations.push(event));
  async function reason(signal) {
    if (signal.aborted) return SLOW;
    if (!navigator.onLine) return "You are offline.";
    const asked = fetch(api, { ...ASKING, signal, mode: "no-cors" }); // whose answer nobody may read
    if (await asked.catch(() => false)) return `${host} does not let other sites read this answer.`;
    await new Promise((done) => setTimeout(done, 300)); // a browser tells of policies later
    const ours = violations.filter((one) => one.disposition === "enforce" && one.blockedURI.startsWith(origin));
    if (!ours.length) return `${host} cannot be reached from here.`;
    const own = document.querySelector("meta[http-equiv=Content-Security-Policy]").content; // that names the host
    if (ours.some(({ originalPolicy }) => originalPolicy === own)) return MOVED;
    return `The policy of this site does not let it ask ${host}.`;
  }
  async function ask(address, signal) {
    const answer = await fetch(address, { ...ASKING, signal, redirect: "manual" }).catch(() => reason(signal));
    if (!answer.ok) throw typeof answer === "string" ? answer : refusal(answer);
    return answer.json().catch(({ name }) => Promise.reject(name === "SyntaxError" ? NO_THREAD : `${host} broke off its answer.`));
  }

  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    const waiting = new AbortController();
    const { signal } = waiting;
    setTimeout(() => waiting.abort(), PATIENCE);
    [violations, button.ariaDisabled, said.textContent] = [[], "true", `Asking ${host} …`];
    [button.textContent, said.textContent] = await Promise.all([api, `${api}/context`].map((address) => ask(address, signal)))
      .then((answers) => ["Look for new comments", show(...answers)])
      .catch((error) => ["Try again", signal.aborted ? SLOW : typeof error === "string" ? error : NO_THREAD]);
    waiting.abort(); // what is still asked
    button.ariaDisabled = "false";
  });
  asking.hidden = false;
}
