// Asks the host how it is, every few seconds while somebody looks, and shows it.

import {listen} from "./actions.js";
import {show} from "./dom.js";
import {histories} from "./lag.js";
import * as overview from "./overview.js";
import * as below from "./sections.js";
import {sources} from "./sources.js";
import {clock} from "./words.js";

const ROUND_MILLIS = 5000;
const SLOW_ROUNDS = 6; // the lag's history has a value every thirty seconds
const SAID_MILLIS = 30000;
const PATIENCE_SECONDS = 8; // a host tells within one, also while its database is away

const sections = {health: overview.health, tiles: overview.tiles, sources, ...below};
const model = {status: null, lag: null, levers: null, audit: null};
const byId = id => document.getElementById(id);
let round = 0;
let underWay = null;
let again = false;
let hush = null;

/** Whatever hangs, the host or the way to it, doesn't let an old answer stand. */
async function ask(path) {
  try {
    return await answered(path, AbortSignal.timeout(PATIENCE_SECONDS * 1000));
  } catch (failure) {
    throw failure.name === "TimeoutError" ? new Error(`${path} hasn't answered for ${PATIENCE_SECONDS} s`) : failure;
  }
}

async function answered(path, signal) {
  const answer = await fetch(location.origin + path,
    {headers: {Accept: "application/json"}, credentials: "same-origin", signal});
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error(path + " answers " + answer.status + (told.detail ? ": " + told.detail : ""));
  }
  return answer.json();
}

async function read() {
  const slow = round % SLOW_ROUNDS === 0;
  round++;
  const status = await ask("/status"); // before the others: a login is computed once, and then known for a while
  const [levers, audit, lag] = await Promise.all(
    [ask("/levers"), ask("/audit"), slow ? ask("/lag") : model.lag]);
  Object.assign(model, {status, levers, audit, lag});
}

/** Nothing is asked while nobody looks: a tab in the background has no mark that could be an old one. */
function entitle(mark) {
  document.title = (document.hidden ? "" : mark) + (model.status === null ? "" : model.status.host + " · ") + "Tallyman";
}

function judge(mark, text, kind) {
  entitle(mark);
  if (byId("verdict").textContent !== text) { // it is read aloud when it changes
    byId("verdict").textContent = text;
  }
  byId("verdict").className = "verdict " + kind;
}

function render() {
  const verdict = overview.verdict(model);
  judge(verdict.bad ? "✗ " : "✓ ", verdict.text, verdict.bad ? "bad" : "good");
  show(byId("host"), overview.host(model));
  const lines = histories(model.lag);
  for (const [name, section] of Object.entries(sections)) {
    show(byId(name).querySelector(":scope > div"), section(model, lines));
  }
}

/** No verdict outlives the answers that it was made of: nobody may take it for one of now. */
function unknown(failure) {
  const now = model.status?.now;
  const text = "This host can't be asked: " + failure.message + "."
    + (now === undefined ? "" : " What is below is from " + now + ".");
  judge("? ", "Not known" + (now === undefined ? "" : " since " + clock(now, now)), "unknown");
  byId("content").classList.add("old");
  if (byId("stale").hidden || byId("stale").textContent !== text) {
    byId("stale").textContent = text;
    byId("stale").hidden = false;
  }
}

/** One round; whoever wants one while it is under way gets another one after it. */
function refresh() {
  if (underWay !== null) {
    again = true;
    return;
  }
  underWay = read().then(render).then(() => {
    byId("stale").hidden = true;
    byId("content").classList.remove("old");
  }).catch(unknown).finally(() => {
    underWay = null;
    document.body.dataset.round = String(round);
    if (again) {
      again = false;
      refresh();
    }
  });
}

function said(text) {
  byId("said").textContent = text;
  clearTimeout(hush);
  hush = setTimeout(() => {
    byId("said").textContent = "";
  }, SAID_MILLIS);
  refresh();
}

listen(said);
setInterval(() => {
  if (!document.hidden) {
    refresh();
  }
}, ROUND_MILLIS);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    entitle("");
  } else {
    refresh();
  }
});
refresh();
