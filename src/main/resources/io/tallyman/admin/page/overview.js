// What is read first: the verdict, six figures, and what is wrong with its remedy.

import {concerns, SILENT_SECONDS} from "./concerns.js";
import {button, el, pill, quiet} from "./dom.js";
import {ago, clock, many, number, span, words} from "./words.js";

const LATELY_SECONDS = 600;

/** The one line, and whether it is bad. */
export function verdict(model) {
  const all = concerns(model);
  const wrong = all.filter(each => each.bad).length;
  const other = all.length - wrong;
  const sofar = wrong === 0 ? "All gets on" : many(wrong, "thing") + (wrong === 1 ? " is wrong" : " are wrong");
  return {bad: wrong > 0, text: sofar + (other === 0 ? "" : ", " + number(other) + " to know")};
}

export function host({status}) {
  return `${status.host} · version ${status.version} (${status.commit}) · up for `
    + span((Date.parse(status.now) - Date.parse(status.started)) / 1000)
    + " · as of " + clock(status.now, status.now);
}

export function health(model) {
  const all = concerns(model);
  return all.length === 0 ? quiet("Every source, component, rollup and host that this host knows of gets on.")
    : el("ul", {class: "findings"}, all.map(finding));
}

function finding(each) {
  return el("li", {class: each.bad ? "trouble" : "told", "data-id": each.kind + " " + each.where},
    el("h3", {}, pill(each.bad ? "bad" : "waits", each.kind), " ", el("a", {href: "#" + each.section}, each.where || "look")),
    each.said.map(sentence => el("p", {}, sentence)),
    el("p", {class: "quiet"}, "It means: " + each.meaning + "."),
    el("p", {}, el("strong", {}, "What to do: "), each.remedy + "."),
    each.calls.length === 0 ? null
      : el("div", {class: "buttons"}, [...new Map(each.calls.map(call => [call.label, call])).values()]
        .map(({label, what}) => button(label, what))));
}

function tile(kind, section, name, value, below) {
  return el("a", {class: "tile " + kind, href: "#" + section, "data-id": name},
    el("span", {class: "quiet"}, name), el("strong", {}, value), el("span", {class: "quiet"}, below));
}

/** Six figures, each a way to its section. */
export function tiles(model) {
  const bad = new Set(concerns(model).filter(each => each.bad).map(each => each.section));
  const {status} = model;
  return [behind(status, bad.has("sources")), counted(status), ledger(status, bad.has("rollups")),
    fleet(status), letters(status), errors(status)];
}

function behind({sources}, bad) {
  const all = sources.flatMap(each => [...each.lanes.flatMap(lane => lane.partitions), ...each.elsewhere]);
  const known = all.filter(each => each.lag !== null);
  const oldest = Math.max(0, ...all.map(each => each.lag_seconds ?? 0));
  return tile(bad ? "bad" : known.length === 0 ? "plain" : "", "sources", "Records behind",
    known.length === 0 ? "not known" : number(known.reduce((sum, each) => sum + each.lag, 0)),
    known.length === 0 ? "no log is read" : "the oldest waits for " + span(oldest));
}

function counted({sources}) {
  const held = sources.flatMap(each => each.lanes).flatMap(lane => lane.partitions);
  const total = sources.reduce((sum, each) => sum + (each.partition_count ?? 0), 0);
  const counting = held.filter(each => each.state === "counting").length;
  const others = [...new Set(held.map(each => each.state))].filter(each => each !== "counting")
    .map(name => number(held.filter(each => each.state === name).length) + " " + name);
  return tile(held.some(each => each.state === "stopped") ? "bad" : others.length > 0 ? "waits" : total === 0 ? "plain" : "",
    "sources", "Partitions counted here", number(counting) + " of " + number(total),
    others.length > 0 ? others.join(", ") : total === 0 ? "" : counting === total ? "all of them" : "the others are elsewhere");
}

function ledger(status, bad) {
  if (!status.database.available) {
    return tile("bad", "rollups", "Database", "away", status.database.as_of === null ? "never read"
      : "read " + ago(status.database.as_of, status.now));
  }
  const kept = (status.rollups ?? []).filter(each => each.ledger !== null);
  return tile(bad ? "bad" : kept.length === 0 ? "plain" : "", "rollups", "Ledger",
    kept.length === 0 ? "empty" : kept.every(each => each.ledger.balanced) ? "balances" : "doesn't balance",
    "of " + many(kept.length, "version") + " of rollups");
}

function fleet({hosts}) {
  const known = (hosts ?? []).length;
  const silent = (hosts ?? []).filter(each => each.silent_seconds > SILENT_SECONDS).length;
  return tile(silent > 0 ? "bad" : known === 0 ? "plain" : "", "hosts", "Hosts of the fleet", hosts === null ? "not known" : number(known),
    known === 0 ? "" : silent > 0 ? number(silent) + " silent" : "all heard of");
}

function letters({dead_letters: all}) {
  const most = [...all ?? []].sort((a, b) => b.count - a.count)[0];
  return tile(all === null ? "plain" : "", "letters", "Open dead letters",
    all === null ? "not known" : number(all.reduce((sum, each) => sum + each.count, 0)),
    most === undefined ? "" : "mostly " + words(most.reason));
}

function errors({recent_errors: all, now}) {
  const lately = all.filter(each => each.level === "ERROR"
    && Date.parse(now) - Date.parse(each.at) < LATELY_SECONDS * 1000);
  return tile(lately.length > 0 ? "waits" : "", "errors", "Errors in ten minutes",
    number(lately.reduce((sum, each) => sum + each.times, 0)),
    all.length === 0 ? "none since the start" : "last line " + ago(all[0].at, now));
}
