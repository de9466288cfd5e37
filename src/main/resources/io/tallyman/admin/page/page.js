// Asks the host how it is, every few seconds while somebody looks, and shows it.

import {listen} from "./actions.js";
import {show} from "./dom.js";
import {histories} from "./lag.js";
import * as overview from "./overview.js";
import * as below from "./sections.js";
import {sources} from "./sources.js";

const ROUND_MILLIS = 5000;
const SLOW_ROUNDS = 6; // the lag's history has a value every thirty seconds
const SAID_MILLIS = 30000;

const sections = {health: overview.health, tiles: overview.tiles, sources, ...below};
const model = {status: null, lag: null, levers: null, audit: null};
const byId = id => document.getElementById(id);
let round = 0;
let underWay = null;
let again = false;
let hush = null;

async function ask(path) {
  const answer = await fetch(location.origin + path, {headers: {Accept: "application/json"}, credentials: "same-origin"});
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

function render() {
  const {status} = model;
  const verdict = overview.verdict(model);
  document.title = (verdict.bad ? "✗ " : "✓ ") + status.host + " · Tallyman";
  show(byId("host"), overview.host(model));
  if (byId("verdict").textContent !== verdict.text) { // it is read aloud when it changes
    byId("verdict").textContent = verdict.text;
  }
  byId("verdict").className = "verdict " + (verdict.bad ? "bad" : "good");
  const lines = histories(model.lag);
  for (const [name, section] of Object.entries(sections)) {
    show(byId(name).querySelector(":scope > div"), section(model, lines));
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
  }).catch(failure => {
    const seen = model.status === null ? "" : " What is below is from " + model.status.now + ".";
    const text = "This host can't be asked: " + failure.message + "." + seen;
    if (byId("stale").hidden || byId("stale").textContent !== text) {
      byId("stale").textContent = text;
      byId("stale").hidden = false;
    }
  }).finally(() => {
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
  if (!document.hidden) {
    refresh();
  }
});
refresh();
