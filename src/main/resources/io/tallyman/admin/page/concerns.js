// Gathers what is wrong, and what somebody should know, out of all that the host has told: the worst
// first, and what is the same of many partitions, components or hosts as one.

import {standing, state} from "./graph.js";
import {ago, many, number, ranges, span, words} from "./words.js";

/** A host tells every five seconds; docs/operations.md has what it means when it is silent. */
export const SILENT_SECONDS = 20;
const MOST_SAID = 3;
const MOST_CALLS = 6;

function grouped(list, keyOf) {
  const groups = new Map();
  for (const each of list) {
    const key = keyOf(each);
    groups.set(key, [...groups.get(key) ?? [], each]);
  }
  return [...groups.values()];
}

/** As many sentences as are read; what is the same of many is said once. */
function said(sentences) {
  const different = [...new Set(sentences)];
  const more = different.length - MOST_SAID;
  return more <= 0 ? different
    : [...different.slice(0, MOST_SAID), "… and " + many(more, "other") + ", in the tables below"];
}

/** Where the health watch has told of it already, the sections below say how old they are. */
function database({status}) {
  const {available, cause, as_of: asOf} = status.database;
  return available || status.health.some(each => each.cause === "waiting_for_database") ? [] : [{
    bad: true, kind: "database away", where: "", section: "rollups", said: [cause],
    meaning: asOf === null ? "rollups, hosts, dead letters and the audit aren't known: they were never read"
      : "rollups, hosts, dead letters and the audit are shown as they were " + ago(asOf, status.now),
    remedy: "see that MySQL runs, answers from this host and takes writes", calls: [],
  }];
}

/**
 * What the health watch has found: of all partitions of a source as one, and of all sources that wait for the same
 * thing. Of a partition that another host neglects this one is healthy, the fleet isn't.
 */
function findings({status}) {
  return grouped(status.health, each => each.cause + "\n" + (each.partition === null ? each.sentence : each.source)).map(group => {
    const [{cause, healthy, source, meaning, remedy}] = group;
    const numbers = group.filter(each => each.partition !== null).map(each => each.partition);
    return {
      bad: !healthy || cause === "unattended", kind: words(cause), section: "sources",
      where: numbers.length === 0 ? group.map(each => each.source).join(", ")
        : numbers.length === 1 ? `${source} partition ${numbers[0]}` : `${source} ${many(numbers.length, "partition")}: ${ranges(numbers)}`,
      said: said(group.map(each => numbers.length < 2 ? each.sentence : `Partition ${each.partition} ${each.sentence}`)),
      meaning, remedy, calls: group.flatMap(each => calls(cause, each, status.toggles)).slice(0, MOST_CALLS),
    };
  });
}

function calls(cause, {source, partition}, toggles) {
  if (cause === "stalled") {
    return [{label: `Restart the lanes of ${source}…`, what: {task: "consumer", action: "restart", source}}];
  }
  const pause = cause !== "paused" ? undefined
    : toggles.find(each => each.paused && each.source === source && each.partition === partition);
  const target = partition === null ? source : `partition ${partition} of ${source}`;
  return pause === undefined ? []
    : [{label: `Resume ${target}…`, what: {task: "consumer", action: "resume", source, partition, scope: pause.scope}}];
}

/** Those of which the health watch hasn't told. */
function components({status}) {
  const told = each => each.failure === "" && each.message !== "" && status.health.some(it => it.sentence === each.message);
  const unwell = status.components.filter(each => standing(each) === "bad" && !told(each));
  const why = each => each.failure || each.message || state(each);
  return unwell.length === 0 ? [] : [{
    bad: true, kind: "component unwell", where: unwell.map(each => each.name).join(", "), section: "components",
    said: said(grouped(unwell, why).map(group => group.map(each => each.name).join(", ") + ": " + why(group[0]))),
    meaning: "what stands on it waits for it",
    remedy: "begin with the first of them, as the others may stand on it; the recent errors below say since when", calls: [],
  }];
}

function ledgers({status}) {
  return (status.rollups ?? []).filter(each => each.ledger !== null && !each.ledger.balanced).map(each => ({
    bad: true, kind: "doesn't balance", where: `rollup ${each.name}, version ${each.version}`, section: "rollups",
    said: said(each.ledger.imbalances.map(it => it.sentence)),
    meaning: "a check of the ledger doesn't hold: somebody changed Tallyman's tables, or it is a bug",
    remedy: "keep what the command ledger says, look in the audit for who wrote, and don't mend rows by hand", calls: [],
  }));
}

/** Losses beyond those for which a partition of this host stands still, which the health watch has told of. */
function losses({status}) {
  const told = new Set(status.health.filter(each => each.cause === "data_loss").map(each => each.source + "/" + each.partition));
  const open = (status.losses ?? []).filter(each => !told.has(each.source + "/" + each.partition));
  return grouped(open, each => each.source).map(group => ({
    bad: true, kind: "loss not settled", section: "letters",
    where: `${group[0].source}: ${many(group.reduce((sum, each) => sum + each.next_offset - each.first_offset, 0), "offset")}`,
    said: said(group.map(each => `partition ${each.partition}, ${number(each.first_offset)} to ${number(each.next_offset - 1)}: ${each.detail}`)),
    meaning: "these offsets aren't counted, and no operator has said yet how to go on",
    remedy: "find out what happened, then bin/ctl positions skip or bin/ctl positions reset", calls: [],
  }));
}

function hosts({status}) {
  const all = status.hosts ?? [];
  const silent = all.filter(each => each.silent_seconds > SILENT_SECONDS);
  const idle = all.filter(each => each.silent_seconds <= SILENT_SECONDS && !each.obeyed);
  const found = [];
  if (silent.length > 0) {
    found.push({bad: true, kind: "host silent", section: "hosts",
      where: `${number(silent.length)} of ${many(all.length, "host")}`,
      said: said(silent.map(each => `${each.host}: heard of ${span(each.silent_seconds)} ago`)),
      meaning: "it is down, hangs, or doesn't reach the database; others take its partitions over",
      remedy: "ask its own /status; one that is gone for good is forgotten after seven days", calls: []});
  }
  if (idle.length > 0) {
    found.push({bad: false, kind: "not obeyed yet", section: "hosts",
      where: `${number(idle.length)} of ${many(all.length, "host")}`, said: said(idle.map(each => each.host)),
      meaning: "a host that runs obeys what is set within two seconds and tells so within five more",
      remedy: "when it lasts, look at the component settings on that host", calls: []});
  }
  return found;
}

function settings({status}) {
  const unwritten = status.settings.filter(each => !each.remembered);
  return unwritten.length === 0 ? [] : [{
    bad: false, kind: "not remembered yet", where: many(unwritten.length, "setting"), section: "settings",
    said: said(unwritten.map(each => `${words(each.kind)} ${each.target}: ${each.value}`)),
    meaning: "it holds on this host, isn't in the database, and ends with this process",
    remedy: "it is written by itself when the database answers", calls: [],
  }];
}

function rollups({levers}) {
  return (levers?.rollups ?? []).filter(each => each.paused).map(({rollup}) => ({
    bad: false, kind: "paused", where: "rollup " + rollup, section: "rollups", said: ["an operator holds it back"],
    meaning: "what it misses stays a gap of its ledger; the other rollups are counted",
    remedy: "resume it when the reason is gone: see Settings for who, why and until when", calls: [],
  }));
}

/** Everything, the worst first. */
export function concerns(model) {
  const all = [database, findings, components, ledgers, losses, hosts, settings, rollups].flatMap(each => each(model));
  return [...all.filter(each => each.bad), ...all.filter(each => !each.bad)];
}
