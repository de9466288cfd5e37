// What the sections below the sources show, made of what the host has told.

import {SILENT_SECONDS} from "./concerns.js";
import {button, count, el, pill, quiet, table} from "./dom.js";
import {graph, standing, state} from "./graph.js";
import {ago, clock, many, number, span, until, words} from "./words.js";

/** Says how fresh what comes from the database is, where it isn't from now. */
function freshness(database, now) {
  return database.available ? null : el("p", {class: "refused"},
    "The database doesn't answer: " + database.cause + ". "
    + (database.as_of === null ? "It was never read." : "This was read " + ago(database.as_of, now) + "."));
}

/** What nobody could tell yet isn't the same as nothing: an empty list is, null isn't. */
function none(list, text) {
  return quiet(list === null || list === undefined ? "Not known yet: the database hasn't answered." : text);
}

export function rollups({status, levers}) {
  const paused = new Map((levers?.rollups ?? []).map(each => [each.rollup, each.paused]));
  const unregistered = [...paused.keys()].filter(name =>
    !(status.rollups ?? []).some(each => each.name === name));
  const rows = (status.rollups ?? []).map(each => [
    [each.name, el("span", {class: "why"}, "version " + each.version)],
    [pill(each.state === "ready" ? "good" : "waits", each.state),
      paused.get(each.name) ? pill("waits", "paused") : null,
      each.note === "" ? null : el("span", {class: "why"}, each.note)],
    each.complete_until === null ? "not known" : ago(each.complete_until, status.now),
    each.ledger === null ? "retired" : [
      each.ledger.balanced ? pill("good", "balances") : pill("bad", "doesn't balance"),
      each.ledger.gap_offsets === 0 ? null : el("span", {class: "why"}, many(each.ledger.gap_offsets, "offset") + " in gaps")],
    each.ledger === null ? "" : number(each.ledger.sums.counted),
    paused.has(each.name) ? rollupButton(each.name, paused.get(each.name), status) : "not counted here",
  ]);
  unregistered.forEach(name => rows.push([name, pill("waits", status.rollups === null ? "not known yet" : "not known to the database"), "not known", "", "",
    rollupButton(name, paused.get(name), status)]));
  return [freshness(status.database, status.now),
    table("Rollups", ["Rollup", "State", "Complete until", "Ledger", count("Counted"), "Change"], rows)
      ?? none(status.rollups, "No rollup is known.")];
}

function rollupButton(name, paused, status) {
  const said = status.settings.find(each => each.kind === "rollup" && each.target === name && each.value === "paused");
  return paused ? button("Resume…", {task: "rollup", action: "resume", rollup: name,
      scope: said !== undefined && said.host === null ? "fleet" : "host"}, "Resume rollup " + name)
    : button("Pause…", {task: "rollup", action: "pause", rollup: name}, "Pause rollup " + name);
}

export function components({status}) {
  return [status.components.length === 0 ? null : graph(status.components),
    el("ul", {class: "parts"}, status.components.map(each => el("li", {},
      pill(standing(each), state(each)), " ", el("strong", {}, each.name),
      each.needs.length === 0 ? "" : el("span", {class: "quiet"}, " needs " + each.needs.join(", ")),
      each.failure === "" && each.message === "" ? null : el("span", {class: "why"}, each.failure || each.message))))];
}

const MOST_HOSTS = 12;

function isWanting(each) {
  return !each.obeyed || each.silent_seconds > SILENT_SECONDS;
}

function hostTable(caption, list, own) {
  return table(caption, ["Host", "Obeys", count("Heard of"), "Version", "Up since"], list.map(each => [
    [each.host, each.host === own ? el("span", {class: "why"}, "this one") : null],
    each.silent_seconds > SILENT_SECONDS ? pill("waits", "not known")
      : each.obeyed ? pill("good", "all that is set") : pill("waits", "not yet all that is set"),
    each.silent_seconds > SILENT_SECONDS ? pill("bad", span(each.silent_seconds) + " ago") : span(each.silent_seconds) + " ago",
    each.version,
    each.started.slice(0, 19).replace("T", " ") + " UTC",
  ]), "", list.map(each => each.host));
}

export function hosts({status}) {
  const all = status.hosts ?? [];
  const wanting = all.filter(isWanting);
  return [freshness(status.database, status.now),
    all.length === 0 ? none(status.hosts, "No host is known yet.")
      : all.length <= MOST_HOSTS ? hostTable("Hosts", [...wanting, ...all.filter(each => !isWanting(each))], status.host)
        : [wanting.length === 0 ? quiet("All of them are heard of, and obey all that is set.")
            : hostTable("Hosts with something wrong", wanting, status.host),
          el("details", {}, el("summary", {}, "All " + many(all.length, "host")), hostTable("All hosts", all, status.host))]];
}

/** The call that ends a setting; null where this host can't. */
function ending(each, status) {
  if (each.host !== null && each.host !== status.host) {
    return "ask that host";
  }
  const scope = each.host === null ? "fleet" : "host";
  const [target, partition] = each.target.split("/");
  const name = "End " + each.kind + " of " + each.target;
  if (each.kind === "config") {
    return button("Revert…", {task: "config", action: "revert", key: each.target, scope}, name);
  }
  if (each.kind === "log-level") {
    return button("Revert…", {task: "log-level", action: "revert", logger: each.target, scope}, name);
  }
  if (each.kind === "rollup" && each.value === "paused") {
    return button("Resume…", {task: "rollup", action: "resume", rollup: each.target, scope}, name);
  }
  if (each.kind === "consumer" && each.value === "paused") {
    return button("Resume…", {task: "consumer", action: "resume", source: target, partition, scope}, name);
  }
  return "";
}

export function settings({status, levers}) {
  const now = status.now;
  return [
    el("h3", {}, "In force"),
    table("Settings in force", ["What", "Is", "Where", "Since", "Until", "By", "Why", "Change"],
      status.settings.map(each => [
        [words(each.kind), " ", el("strong", {}, each.target)],
        [each.value, each.remembered ? null : pill("bad", "not remembered yet")],
        each.host === null ? "the fleet" : each.host,
        clock(each.since, now), until(each.until, now), each.by, each.reason, ending(each, status)]))
      ?? none(status.hosts, "Nothing is set: everything is as config.yml says."),
    el("h3", {}, "What can be set while hosts run"),
    table("Keys of config.yml", ["Key", "Is", "In config.yml", "Change"], (levers?.keys ?? []).map(each => [
      each.key,
      each.value === each.configured ? each.value : [el("strong", {}, each.value), " ", pill("waits", "changed")],
      each.configured,
      button("Set…", {task: "config", action: "set", key: each.key, value: each.value, allowed: each.allowed},
        "Set " + each.key)])),
    el("h3", {}, "Log levels"),
    table("Log levels", ["Logger", "Is", "In config.yml", "Change"], (levers?.loggers ?? []).map(each => [
      each.logger,
      each.level === each.configured ? each.level : [el("strong", {}, each.level), " ", pill("waits", "changed")],
      each.configured ?? "inherited",
      button("Set…", {task: "log-level", action: "set", logger: each.logger, level: each.level}, "Set the level of " + each.logger)])),
    el("div", {class: "buttons"}, button("Set the level of another logger…", {task: "log-level", action: "set"})),
  ];
}

export function letters({status}) {
  const most = Math.max(...(status.dead_letters ?? []).map(each => each.count), 1);
  return [freshness(status.database, status.now),
    table("Dead letters", ["Source", "Reason", count("Open"), ""], (status.dead_letters ?? []).map(each => [
      each.source, words(each.reason), number(each.count),
      el("progress", {max: most, value: each.count, "aria-hidden": "true"})]), "letters")
      ?? none(status.dead_letters, "No dead letter is open."),
    status.losses === null ? null : status.losses.length === 0 ? quiet("No loss is open.") : [el("h3", {}, "Lost offsets"),
      table("Losses", ["Source", "Partition", "Offsets", "How", "Recorded"], status.losses.map(each => [
        each.source, String(each.partition),
        `${number(each.first_offset)} to ${number(each.next_offset - 1)} (${many(each.next_offset - each.first_offset, "offset")})`,
        [words(each.kind), el("span", {class: "why"}, each.detail)], clock(each.recorded_at, status.now)]))]];
}

const NEWEST = 12;

/** The newest of a long list, the others where somebody asks for them. */
function newest(lines, shown) {
  return lines.length <= NEWEST ? shown(lines)
    : [shown(lines.slice(0, NEWEST)), el("details", {},
      el("summary", {}, many(lines.length - NEWEST, "older line")), shown(lines.slice(NEWEST)))];
}

export function errors({status}) {
  return status.recent_errors.length === 0 ? quiet("None since this process has started.")
    : newest(status.recent_errors, lines => table("Recent warnings and errors", ["When", "Level", "What", "Logger"], lines.map(each => [
      when(each.at, status.now),
      pill(each.level === "ERROR" ? "bad" : "waits", each.level + (each.times > 1 ? " × " + number(each.times) : "")),
      el("span", {class: "long"}, each.message),
      el("span", {class: "quiet", title: each.logger}, each.logger.slice(each.logger.lastIndexOf(".") + 1))])));
}

function when(time, now) {
  return [el("span", {class: "time"}, clock(time, now)), el("span", {class: "why"}, ago(time, now))];
}

export function audit({status, audit: told}) {
  return told === null ? quiet("Not read yet.") : [freshness(told.database, status.now),
    (told.lines ?? []).length === 0 ? none(told.lines, "Nothing was changed so far.") : newest(told.lines, lines =>
      table("Audit", ["When", "Who", "What", "Before and after", "Why", "Outcome"], lines.map(each => [
        when(each.at, status.now),
        [each.who, el("span", {class: "why"}, "asked " + each.host)],
        [each.action, " ", el("strong", {}, each.target), el("span", {class: "why"}, each.scope === "fleet" ? "on the fleet" : "on one host")],
        each.before === "" && each.after === "" ? "" : el("span", {class: "long"}, (each.before || "nothing") + " → " + (each.after || "nothing")),
        el("span", {class: "long"}, each.reason),
        each.outcome === "done" ? "done" : el("span", {class: "long refused"}, each.outcome)]), "audit"))];
}
