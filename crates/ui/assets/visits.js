// 訪問の記録: the entry of a month keeps what is typed; the quick entry stamps times and keeps what could not be sent.
"use strict";
(() => {
  // ---- the queue: plain data in, plain data out; ids and times only, never a name ----
  const HOUR = 3600000;
  const DAY = 24 * HOUR;
  /** Day and clock in Japan of an instant (ms): no summer time, nine hours ahead. */
  const inJapan = (ms) => {
    const text = new Date(ms + 9 * HOUR).toISOString();
    return { date: text.slice(0, 10), clock: text.slice(11, 13) + text.slice(14, 16) };
  };
  const shown = (clock) => clock.slice(0, 2) + ":" + clock.slice(2, 4);
  /** "740", "7:40", "０７４０" → "0740"; null for anything else. */
  const clockOf = (typed) => {
    const found = /^(\d{1,2}):?(\d{2})$/.exec(typed.normalize("NFKC").trim());
    if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return null;
    return found[1].padStart(2, "0") + found[2];
  };

  const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(2, 4));

  /** A visit begins; a second press for the same person and service changes nothing. */
  const begin = (queue, now, key, by, person, service) => {
    const runs = (one) => one.state === "running" && one.by === by && one.person === person && one.service === service;
    if (queue.some(runs)) return queue;
    const { date, clock } = inJapan(now);
    return [...queue, { key, by, person, service, date, start: clock, state: "running", fields: {} }];
  };

  /** "23時間10分". */
  const lengthOf = (minutes) => [[Math.floor(minutes / 60), "時間"], [minutes % 60, "分"]]
    .filter(([count]) => count > 0).map(([count, unit]) => count + unit).join("");

  /**
   * A visit ends now or at the typed end: { queue } with the visit waiting, or { error } in words; `ask` names the mark
   * that answers it. A typed end before the start and a visit of more than `longest` minutes go out only with their mark.
   */
  const finish = (queue, key, now, typed, longest = Infinity) => {
    const found = queue.find((one) => one.key === key);
    if (!found) return { queue };
    const { longOk: _, ...visit } = found;
    const start = clockOf(typed.start || visit.start);
    if (start === null) return { error: "開始の時刻が読めません。0930 のように入れてください", queue };
    let end, nextDay;
    if (typed.end) {
      end = clockOf(typed.end);
      if (end === null) return { error: "終了の時刻が読めません。0930 のように入れてください", queue };
      nextDay = Boolean(typed.nextDay) && visit.service !== "daytime";
      if (nextDay && end > start) {
        return { error: `翌日の ${end} までだと24時間を超えます。「翌日まで」の印を外してください`, ask: "next_day", queue };
      }
      if (end < start && end !== "0000" && !nextDay && visit.service !== "daytime") {
        const error = `終了 ${end} が開始 ${start} より前です。翌日までなら「翌日まで」に印を付け、ちがうときは時刻を直してください`;
        return { error, ask: "next_day", queue };
      }
    } else {
      const stamp = inJapan(now);
      const days = Math.round((Date.parse(stamp.date) - Date.parse(visit.date)) / DAY);
      end = stamp.clock;
      nextDay = days === 1 && end < start;
      if (days > 1 || days < 0 || (days === 1 && end >= start)) {
        return { error: "開始から24時間を過ぎています。「時刻を直す」で終了の時刻を入れてください", queue };
      }
      if (days === 0 && end < start) return { error: `開始 ${start} が今の時刻より後です。「時刻を直す」で直してください`, queue };
    }
    if (end === start) return { error: "開始と終了が同じ時刻です。1分以上たってから押すか、「時刻を直す」で直してください", queue };
    if (visit.service === "daytime" && (nextDay || end < start)) return { error: "終了が開始より前です。「時刻を直す」で直してください", queue };
    const minutes = (minutesOf(end) - minutesOf(start) + 1440) % 1440;
    if (minutes > longest && !typed.longOk) {
      const span = `${start} から${nextDay ? "翌日の" : ""} ${end} まで`;
      const error = `${span}、${lengthOf(minutes)}になります。「終了」の押し忘れなら、実際の終了の時刻を入れてください。この長さで正しいときは「この長さで正しい」に印を付けて、もう一度押してください`;
      return { error, ask: "long_ok", queue };
    }
    const ended = { ...visit, start, end, nextDay, fields: typed.fields || {}, state: "waiting", message: "", ...(minutes > longest ? { longOk: true } : {}) };
    return { queue: queue.map((one) => (one.key === key ? ended : one)) };
  };

  /** What the server said of a visit: sent, refused with words, or to be tried again. */
  const answered = (queue, key, answer, now) => queue.map((one) => {
    if (one.key !== key) return one;
    if (answer.ok) return { ...one, state: "sent", at: answer.at, text: answer.text || "", notice: answer.notice || "", sentMs: now, message: "" };
    if (answer.refused) return { ...one, state: "refused", message: answer.message, ask: answer.field || "" };
    return one;
  });

  const drop = (queue, key) => queue.filter((one) => one.key !== key);
  /** Sent visits are shown for half a day, then let go. */
  const tidy = (queue, now) => queue.filter((one) => one.state !== "sent" || now - one.sentMs < DAY / 2);
  const waitingOf = (queue, by) => queue.filter((one) => one.state === "waiting" && one.by === by);
  const othersOf = (queue, by) => queue.filter((one) => one.state !== "sent" && one.by !== by);
  /** The one sentence on top. */
  const sentence = (queue, by, trouble) => {
    const count = waitingOf(queue, by).length;
    if (count > 0) return { kind: "warning", text: `まだ送れていません(${count}件)${trouble ? "。" + trouble : ""}` };
    const last = queue.filter((one) => one.state === "sent" && one.by === by).pop();
    return last ? { kind: "success", text: `送りました ${last.at}${last.text ? " " + last.text : ""}` } : null;
  };
  const fieldsOf = (visit, csrf) => ({
    csrf, as: "json", key: visit.key, person: String(visit.person), service: visit.service, date: visit.date,
    start: visit.start, end: visit.end, ...(visit.nextDay ? { next_day: "1" } : {}), ...(visit.longOk ? { long_ok: "1" } : {}), ...visit.fields,
  });
  /** What is to be looked at of visits that were sent: times, no name. */
  const noticesOf = (queue, by) => queue.filter((one) => one.state === "sent" && one.by === by && one.notice).map((one) => one.notice);

  if (typeof document === "undefined") {
    globalThis.tasukiVisits = { begin, finish, answered, drop, tidy, waitingOf, othersOf, sentence, noticesOf, fieldsOf, inJapan, clockOf };
    return;
  }

  // ---- the entry of a month ----
  const entry = document.getElementById("visit-form");
  if (entry) {
    const service = document.getElementById("f-service");
    const parts = entry.querySelectorAll("[data-service]");
    const show = () => { for (const part of parts) part.hidden = part.dataset.service !== service.value; };
    if (service && parts.length > 0) {
      for (const hint of entry.querySelectorAll(".only-without-script")) hint.hidden = true;
      service.addEventListener("change", show);
      show();
    }
    // What is typed stays when the month changes or the page is left; it goes with this sign-in.
    const name = "tasuki-draft:" + entry.dataset.draft;
    const kept = ["csrf", "key", "id", "version", "act"];
    const told = document.getElementById("draft-said");
    const boxes = () => [...entry.elements].filter((box) => box.name && !kept.includes(box.name) && box.type !== "hidden");
    const remember = () => {
      const typed = {};
      for (const box of boxes()) typed[box.name] = box.type === "checkbox" ? box.checked : box.value;
      try { sessionStorage.setItem(name, JSON.stringify(typed)); } catch { /* the form itself still holds it */ }
    };
    const forget = () => { try { sessionStorage.removeItem(name); } catch { /* nothing was kept */ } };
    const correcting = entry.querySelector("input[name=id]") !== null;
    if (entry.dataset.saved) forget();
    let draft = null;
    try { draft = JSON.parse(sessionStorage.getItem(name) || "null"); } catch { draft = null; }
    if (draft && !entry.dataset.filled && !/[?&](copy|latest)=/.test(location.search)) {
      for (const box of boxes()) {
        if (!(box.name in draft)) continue;
        if (box.type === "checkbox") box.checked = draft[box.name]; else box.value = draft[box.name];
      }
      if (service) show();
      told.hidden = false;
      // the lines beside it follow what stands there again
      window.addEventListener("load", () => entry.dispatchEvent(new Event("change", { bubbles: true })));
    }
    if (!correcting) entry.addEventListener("input", remember);
    document.getElementById("draft-drop").addEventListener("click", () => {
      forget();
      told.hidden = true;
      for (const box of boxes()) {
        if (box.type === "checkbox") box.checked = false;
        else if (box.tagName === "SELECT") box.selectedIndex = 0;
        else box.value = "";
      }
      if (service) show();
      document.getElementById("f-date").focus();
    });
    // Leaving is no loss: the draft is there. Only a correction asks.
    if (!correcting) delete entry.dataset.guard;
    if (entry.dataset.saved) document.getElementById("f-date").focus();
  }

  // ---- quick entry ----
  const quick = document.getElementById("quick");
  if (!quick) return;
  const by = Number(quick.dataset.account);
  const offset = Number(quick.dataset.now) - Date.now();
  const now = () => Date.now() + offset;
  const store = quick.dataset.store;
  const state = document.getElementById("quick-state");
  const told = document.getElementById("quick-notice");
  const running = document.getElementById("quick-running");
  const longest = Number(quick.dataset.longest);
  let trouble = "";
  let sending = false;
  const load = () => {
    try { return JSON.parse(localStorage.getItem(store) || "[]"); } catch { return []; }
  };
  const save = (queue) => {
    try { localStorage.setItem(store, JSON.stringify(queue)); return true; } catch { return false; }
  };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const nameOf = (person) => quick.querySelector(`[data-person="${person}"]`)?.dataset.name ?? "利用者";

  const card = (visit) => {
    const made = document.getElementById("quick-card-" + visit.service).content.firstElementChild.cloneNode(true);
    made.dataset.key = visit.key;
    const slot = (name) => made.querySelector(`[data-slot=${name}]`);
    for (const box of made.querySelectorAll("[id]")) {
      const id = box.id;
      box.id = id + "-" + visit.key;
      for (const label of made.querySelectorAll(`label[for="${id}"]`)) label.htmlFor = box.id;
    }
    slot("name").textContent = nameOf(visit.person);
    slot("from").textContent = shown(visit.start) + "から" + (visit.date === inJapan(now()).date ? "" : `(${visit.date})`);
    made.elements.start.value = visit.start;
    const meal = quick.querySelector(`[data-person="${visit.person}"] [data-service=daytime][data-meal]`);
    if (slot("meal") && !meal) slot("meal").remove();
    for (const [name, value] of Object.entries(visit.fields)) {
      const box = made.elements[name];
      if (box) { if (box.type === "checkbox") box.checked = true; else box.value = value; }
    }
    made.querySelector("[data-drop]").hidden = false;
    if (visit.state === "refused") {
      complain(made, visit.message, visit.ask);
      made.elements.end.value = visit.end;
      if (made.elements.next_day) made.elements.next_day.checked = visit.nextDay;
      made.querySelector(".quick-stop").textContent = "送り直す";
    }
    return made;
  };
  const complain = (made, text, ask) => {
    if (ask === "long_ok") made.querySelector("[data-slot=long]").hidden = false;
    const error = made.querySelector("[data-slot=error]");
    error.textContent = "＊" + text;
    error.hidden = false;
    made.querySelector("[data-slot=times]").open = true;
  };
  const fieldsIn = (made) => {
    const fields = {};
    for (const name of ["helpers", "transport"]) if (made.elements[name]) fields[name] = made.elements[name].value;
    for (const name of ["commute", "meal"]) if (made.elements[name]?.checked) fields[name] = made.elements[name].value;
    return fields;
  };

  const tell = () => {
    const queue = load();
    const say = sentence(queue, by, trouble);
    const others = othersOf(queue, by).length;
    const notices = noticesOf(queue, by);
    told.hidden = notices.length === 0;
    told.textContent = notices.join(" ");
    state.hidden = !say && others === 0;
    state.dataset.kind = say ? say.kind : "warning";
    state.textContent = say ? say.text : "";
    if (others > 0) state.textContent += ` この端末に、別の人の送っていない記録が${others}件あります。その人がサインインすると送れます。`;
    if (trouble.startsWith("サインイン")) {
      const link = document.createElement("a");
      link.href = quick.dataset.signin;
      link.textContent = "サインインする";
      state.append(" ", link);
    }
  };
  const draw = () => {
    const open = load().filter((one) => one.by === by && (one.state === "running" || one.state === "refused"));
    for (const shownCard of [...running.querySelectorAll("form[data-key]")]) {
      const visit = open.find((one) => one.key === shownCard.dataset.key);
      if (!visit || visit.state === "refused") shownCard.remove();
    }
    for (const visit of open) {
      if (!running.querySelector(`form[data-key="${visit.key}"]`)) running.append(card(visit));
    }
    for (const door of quick.querySelectorAll("form[data-start]")) {
      const person = Number(door.elements.person.value);
      const busy = open.some((one) => one.person === person && one.service === door.dataset.service && one.state === "running");
      door.querySelector("button").disabled = busy;
    }
    tell();
  };

  const post = async (visit) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch(quick.dataset.send, {
        method: "POST", body: new URLSearchParams(fieldsOf(visit, quick.dataset.csrf)), signal: stop.signal,
        credentials: "same-origin", redirect: "manual",
      });
      const json = (answer.headers.get("content-type") || "").startsWith("application/json") ? await answer.json() : null;
      if (answer.ok && json && json.ok) return { ok: true, at: json.at, text: json.text, notice: json.notice };
      if (json && answer.status < 500) return { refused: true, message: json.message, field: json.field };
      if (answer.status === 401) return { trouble: "サインインが切れました。サインインすると送ります。記録は残っています" };
      if (answer.status === 403) return { trouble: "画面が古くなっています。読み込み直すと送ります。記録は残っています" };
      if (answer.status === 404) return { refused: true, message: "この利用者が見つかりません。事務所に伝えてください" };
      return { trouble: "サーバーが答えません。あとで自動で送ります" };
    } catch {
      return { trouble: "電波がつながると自動で送ります" };
    } finally {
      clearTimeout(timer);
    }
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const visit of waitingOf(load(), by)) {
        const answer = await post(visit);
        trouble = answer.trouble || "";
        save(answered(load(), visit.key, answer, now()));
        draw();
        if (trouble) break;
      }
    } finally {
      sending = false;
      tell();
    }
  };

  quick.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-start]")) {
      const queue = begin(load(), now(), newKey(), by, Number(form.elements.person.value), form.dataset.service);
      // where nothing can be kept, the plain form goes its own way
      if (!save(queue)) return;
      event.preventDefault();
      draw();
      running.lastElementChild?.querySelector(".quick-stop").focus();
      running.scrollIntoView({ block: "start" });
      return;
    }
    if (!form.dataset.key) return;
    event.preventDefault();
    delete form.dataset.sent;
    const typed = {
      start: form.elements.start.value, end: form.elements.end.value, fields: fieldsIn(form),
      nextDay: form.elements.next_day?.checked, longOk: form.elements.long_ok.checked,
    };
    const done = finish(load(), form.dataset.key, now(), typed, longest);
    if (done.error) { complain(form, done.error, done.ask); return; }
    save(done.queue);
    draw();
    send();
  });
  // What is chosen while the visit runs is kept too.
  quick.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-key]");
    if (!form) return;
    const start = clockOf(form.elements.start.value);
    save(load().map((one) => (one.key === form.dataset.key ? { ...one, start: start ?? one.start, fields: fieldsIn(form) } : one)));
  });
  quick.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    if (!button || !window.confirm("この訪問を取り消しますか。送っていない時刻は消えます。")) return;
    save(drop(load(), button.closest("form").dataset.key));
    draw();
  });
  window.addEventListener("online", send);
  window.addEventListener("storage", draw);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.setInterval(send, 15000);
  save(tidy(load(), now()));
  draw();
  send();
})();
