// What is faster with a keyboard and a mouse; every page does all it does without this.
"use strict";
(() => {
  const box = document.querySelector('.box input[name="q"]');
  const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable]") !== null;

  // -- keys ------------------------------------------------------------------------------------------
  const KEYS = [["/", "type a query"], ["j  k", "next, previous article"], ["Enter", "open it"],
    ["n  p", "next, previous page; in an article, match"], ["?", "this list"]];
  const step = (links, by) => {
    const now = links.indexOf(document.activeElement);
    const next = links[now < 0 && by < 0 ? links.length - 1 : Math.min(Math.max(now + by, 0), links.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  // Keys of one letter can be turned off (WCAG 2.1.4), for who dictates; the button turns them on again.
  const areOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const turn = (to) => { try { localStorage.setItem("keys", to); } catch { /* nothing is kept here */ } };
  const help = () => {
    let dialog = document.getElementById("keys");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "keys";
      dialog.setAttribute("aria-label", "Keys");
      const table = document.createElement("table");
      for (const [keys, does] of KEYS) {
        const row = table.insertRow();
        const cell = row.insertCell();
        for (const key of keys.split("  ")) {
          const shown = document.createElement("kbd");
          shown.textContent = key;
          cell.append(shown, " ");
        }
        row.insertCell().textContent = does;
      }
      const close = document.createElement("button");
      close.textContent = "Close";
      close.addEventListener("click", () => dialog.close());
      const other = document.createElement("button");
      const tell = () => { other.textContent = `Turn these keys ${areOff() ? "on" : "off"}`; };
      other.className = "plain";
      other.addEventListener("click", () => { turn(areOff() ? "on" : "off"); tell(); });
      tell();
      dialog.append(table, close, " ", other);
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  };
  const opener = document.createElement("button");
  Object.assign(opener, { type: "button", className: "plain keys", textContent: "Keys" });
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", help);
  document.querySelector("header").append(opener);
  const areLeft = (event) => event.ctrlKey || event.metaKey || event.altKey || event.isComposing
    || typing(event.target) || areOff();
  document.addEventListener("keydown", (event) => {
    if (areLeft(event)) return;
    const hits = [...document.querySelectorAll(".hit h2 a")];
    const page = { n: 'a[rel="next"]', p: 'a[rel="prev"]' }[event.key];
    if (event.key === "/" && box) { box.focus(); box.select(); }
    else if (event.key === "j" && hits.length) step(hits, 1);
    else if (event.key === "k" && hits.length) step(hits, -1);
    else if (event.key === "?") help();
    else if (page && document.querySelector(page)) document.querySelector(page).click();
    else return;
    event.preventDefault();
  });

  // -- completion --------------------------------------------------------------------------------------
  const terms = document.body.dataset.terms;
  if (box && terms) {
    const list = document.createElement("ul");
    Object.assign(list, { className: "words", id: "words", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Words of the archive");
    box.after(list);
    for (const [name, value] of [["role", "combobox"], ["aria-controls", "words"], ["aria-expanded", "false"],
      ["aria-autocomplete", "list"]]) box.setAttribute(name, value);
    let chosen = -1, asked = 0, timer = 0;
    const begun = () => /(?:[\w.]+:(?:"[^"]*|[^\s"(),]*)|[^\s"(),:+-]+)$/u.exec(box.value.slice(0, box.selectionStart));
    const close = () => {
      asked += 1; chosen = -1; list.hidden = true; list.replaceChildren();
      box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant");
    };
    const choose = (number) => {
      const items = [...list.children];
      chosen = (number + items.length + 1) % (items.length + 1);
      items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      if (items[chosen]) {
        box.setAttribute("aria-activedescendant", items[chosen].id);
        items[chosen].scrollIntoView({ block: "nearest" });
      } else box.removeAttribute("aria-activedescendant");
    };
    const take = (text) => {
      const word = begun(), place = box.selectionStart;
      const start = word ? word.index : place;
      const put = text.endsWith(":") ? text : `${text} `;
      box.setRangeText(put, start, place, "end");
      close(); box.focus();
      if (text.endsWith(":")) ask();
    };
    const show = (answer) => {
      const items = [...answer.values, ...answer.terms].slice(0, 10);
      list.replaceChildren(...items.map((item, place) => {
        const line = document.createElement("li");
        line.id = `word-${place}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        const text = document.createElement("bdi"), figure = document.createElement("span");
        text.textContent = item.text;
        figure.className = "figure";
        figure.textContent = item.articles === null ? "" : item.articles.toLocaleString("en");
        line.append(text, figure);
        line.addEventListener("mousedown", (event) => { event.preventDefault(); take(item.text); });
        return line;
      }));
      list.hidden = !items.length; chosen = -1;
      box.setAttribute("aria-expanded", String(!!items.length));
    };
    const ask = async () => {
      const word = begun(), number = ++asked;
      if (!word || word[0].length < 2) return close();
      try {
        const reply = await fetch(`${terms}?prefix=${encodeURIComponent(word[0])}`);
        const answer = reply.ok ? await reply.json() : null;
        if (number === asked && document.activeElement === box) answer ? show(answer) : close();
      } catch { close(); }
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) { if (event.key === "Escape" && list.hidden) box.blur(); return; }
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Escape") close();
      else if ((event.key === "Enter" || event.key === "Tab") && list.children[chosen])
        take(list.children[chosen].querySelector("bdi").textContent);
      else return;
      event.preventDefault();
    });
  }

  // -- dragging over the bars ----------------------------------------------------------------------------
  const figure = document.querySelector(".bars[data-range]");
  const bars = figure ? [...figure.querySelectorAll(".timeline-bars > *")] : [];
  if (bars.length > 1 && figure.dataset.range) {
    const label = (bar) => bar.querySelector("title").textContent.split(":")[0];
    const spans = () => bars.map((bar) => bar.getBoundingClientRect());
    const at = (x) => {
      const places = spans();
      let best = 0;
      places.forEach((place, number) => {
        if (Math.abs(place.left + place.width / 2 - x) < Math.abs(places[best].left + places[best].width / 2 - x)) best = number;
      });
      return best;
    };
    let from = -1, moved = false, chosen = null;
    const clear = () => { if (chosen) chosen.remove(); chosen = null; from = -1; };
    figure.addEventListener("dragstart", (event) => event.preventDefault());
    figure.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch" || !event.target.closest("svg")) return;
      from = at(event.clientX); moved = false;
    });
    addEventListener("pointermove", (event) => {
      if (from < 0) return;
      const to = at(event.clientX);
      if (to === from && !moved) return;
      moved = true;
      if (!chosen) { chosen = document.createElement("div"); chosen.className = "chosen"; figure.append(chosen); }
      const places = spans(), frame = figure.getBoundingClientRect();
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      chosen.style.left = `${places[first].left - frame.left}px`;
      chosen.style.width = `${places[last].right - places[first].left}px`;
    });
    addEventListener("pointerup", (event) => {
      if (from < 0) return;
      const [first, last] = [from, at(event.clientX)].sort((a, b) => a - b);
      const wasMoved = moved;
      clear();
      if (wasMoved) location.assign(figure.dataset.range.replace("0000..0000", first === last ? label(bars[first])
        : `${label(bars[first])}..${label(bars[last])}`));
    });
    addEventListener("pointercancel", clear);
    addEventListener("keydown", (event) => { if (event.key === "Escape") { moved = false; clear(); } });
    // The click that ends a drag opens no bar.
    figure.addEventListener("click", (event) => { if (moved) { event.preventDefault(); event.stopPropagation(); moved = false; } }, true);
  }
  // -- an article ----------------------------------------------------------------------------------------
  const marks = [...document.querySelectorAll(".article mark")];
  const later = document.querySelector("[data-next-match]");
  if (marks.length) {
    let now = -1;
    const stepper = document.createElement("div"), said = document.createElement("span");
    stepper.className = "stepper";
    stepper.setAttribute("role", "group");
    stepper.setAttribute("aria-label", "Matches");
    said.setAttribute("aria-live", "polite");
    const total = Number(document.querySelector("[data-matches]").dataset.matches).toLocaleString("en");
    const tell = () => { said.textContent = now < 0 ? total : `${Number(marks[now].id.slice(1)).toLocaleString("en")} of ${total}`; };
    const go = (by) => {
      if (by > 0 && now === marks.length - 1 && later) return location.assign(later.dataset.nextMatch);
      const last = now;
      now = now < 0 ? (by > 0 ? 0 : marks.length - 1) : (now + by + marks.length) % marks.length;
      if (marks[last]) marks[last].classList.remove("now");
      marks[now].classList.add("now");
      marks[now].scrollIntoView({ block: "center" });
      history.replaceState(null, "", `#${marks[now].id}`);
      tell();
    };
    for (const [text, label, by] of [["↑", "Previous match (p)", -1], ["↓", "Next match (n)", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      Object.assign(button, { textContent: text, title: label });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => go(by));
      stepper.append(button);
    }
    stepper.insertBefore(said, stepper.lastChild);
    document.querySelector(".article").append(stepper);
    const arrive = () => { const at = marks.findIndex((mark) => `#${mark.id}` === location.hash);
      if (at >= 0) { if (marks[now]) marks[now].classList.remove("now"); now = at; } tell(); };
    arrive();
    addEventListener("hashchange", arrive);
    document.addEventListener("keydown", (event) => {
      if (areLeft(event)) return;
      const by = { n: 1, p: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      go(by);
    }, true);
  }
  if (navigator.clipboard) for (const block of document.querySelectorAll(".cite-as pre")) {
    const button = document.createElement("button");
    button.type = "button";
    Object.assign(button, { className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", `Copy as ${block.getAttribute("aria-label")}`);
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(block.textContent); button.textContent = "Copied"; }
      catch { getSelection().selectAllChildren(block); button.textContent = "Selected"; }
    });
    block.previousElementSibling.append(" ", button);
  }
  const like = document.querySelector("[data-like]");
  if (like && "IntersectionObserver" in window) {
    const seeing = new IntersectionObserver(async (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seeing.disconnect();
      try {
        const reply = await fetch(like.dataset.like);
        const list = reply.ok && new DOMParser().parseFromString(await reply.text(), "text/html").querySelector(".alike");
        if (list) like.append(document.importNode(list, true));
      } catch { /* the link leads there */ }
    }, { rootMargin: "300px" });
    seeing.observe(like);
  }
})();
