// What each section of the page shows, made of what the host has told.

import {button, el, table} from "./dom.js";
import {graph, standing, state} from "./graph.js";
import {sparkline} from "./lag.js";
import {ago, clock, many, number, span, until, words} from "./words.js";

/** A word with a mark: the mark's shape says it as well as its colour. */
function pill(kind, text) {
  return el("span", {class: "pill " + kind}, text);
}

function quiet(text) {
  return el("p", {class: "quiet"}, text);
}

/** Says how fresh what comes from the database is, where it isn't from now. */
function freshness(database, now) {
  return database.available ? null : el("p", {class: "refused"},
    "The database doesn't answer: " + database.cause + ". "
    + (database.as_of === null ? "It was never read." : "This was read " + ago(database.as_of, now) + "."));
}

/** The one line that is read first, and whether it is bad. */
export function verdict(status) {
  const wrong = status.health.filter(each => !each.healthy).length
    + status.components.filter(each => standing(each) === "bad").length;
  const paused = status.toggles.filter(each => each.paused).length;
  const sofar = wrong === 0 ? "All gets on" : many(wrong, "thing") + (wrong === 1 ? " is wrong" : " are wrong");
  return {bad: wrong > 0, text: sofar + (paused === 0 ? "" : ", " + many(paused, "pause") + " in force")};
}

export function host(status) {
  return `${status.host} · version ${status.version} (${status.commit}) · up for `
    + span((Date.parse(status.now) - Date.parse(status.started)) / 1000)
    + " · as of " + clock(status.now, status.now);
}

export function health({status}) {
  if (status.health.length === 0) {
    return quiet("Nothing to say: every source of this host gets on.");
  }
  return el("ul", {class: "findings"}, status.health.map(each =>
    el("li", {class: each.healthy ? "told" : "trouble"},
      el("h3", {}, pill(each.healthy ? "waits" : "bad", words(each.cause)), " ", each.source,
        each.partition === null ? "" : " partition " + each.partition),
      el("p", {}, each.sentence),
      el("p", {class: "quiet"}, "It means: " + each.meaning + "."),
      el("p", {}, el("strong", {}, "What to do: "), each.remedy + "."))));
}

function partitions(source) {
  const held = source.lanes.flatMap(lane =>
    lane.partitions.map(each => ({...each, lane: lane.lane, owner: "this host"})));
  const others = source.elsewhere.map(each => ({...each, state: "elsewhere",
    owner: each.owner === "" ? "nobody" : each.owner, cause: ""}));
  return [...held, ...others].sort((a, b) => a.partition - b.partition);
}

function partitionRow(source, each, {status, lag}, lines) {
  const finding = status.health.find(it => it.source === source.source
    && it.partition === each.partition);
  const said = status.toggles.find(it => it.source === source.source
    && it.partition === each.partition && it.paused);
  const kind = finding !== undefined && !finding.healthy ? "bad"
    : each.state === "counting" ? "good" : each.state === "stopped" ? "bad" : "waits";
  const what = {task: "consumer", source: source.source, partition: each.partition};
  const name = `partition ${each.partition} of ${source.source}`;
  return [
    String(each.partition),
    [pill(kind, each.state), finding === undefined ? null : el("span", {class: "why"}, words(finding.cause)),
      each.cause === "" ? null : el("span", {class: "why"}, each.cause)],
    number(each.lag),
    each.lag_seconds === null ? "not known" : span(each.lag_seconds),
    sparkline(lag?.times, lines.get(source.source + "/" + each.partition), "lag of " + name),
    each.owner,
    said === undefined ? button("Pause…", {...what, action: "pause"}, "Pause " + name)
      : button("Resume…", {...what, action: "resume", scope: said.scope}, "Resume " + name),
  ];
}

function sourceCard(source, model, lines) {
  const all = partitions(source);
  const known = all.filter(each => each.lag !== null);
  const total = known.reduce((sum, each) => sum + each.lag, 0);
  const oldest = Math.max(...all.map(each => each.lag_seconds ?? 0), 0);
  const toggles = model.status.toggles.filter(each => each.source === source.source);
  const whole = toggles.find(each => each.paused && each.partition === null);
  const what = {task: "consumer", source: source.source};
  return el("article", {class: "card"},
    el("h3", {}, source.source, " ", el("span", {class: "quiet"}, "topic " + source.topic), " ",
      whole === undefined ? null : pill("waits", "paused")),
    el("div", {class: "facts"},
      fact("behind", known.length === 0 ? "not known" : many(total, "record")),
      fact("oldest uncounted", span(oldest)),
      fact("held here", `${all.filter(each => each.state !== "elsewhere").length} of ${number(source.partition_count)}`),
      el("div", {class: "fact grow"}, el("span", {class: "quiet"}, "last hour"),
        sparkline(model.lag?.times, lines.get(source.source), "lag of " + source.source))),
    toggles.map(each => el("p", {class: "said-of"}, toggle(each, model.status.now))),
    source.lanes.filter(lane => lane.last_error !== "" || lane.back_pressure).map(lane =>
      el("p", {class: "refused"}, lane.lane + ": " + (lane.last_error || "reads nothing while the store is slower than Kafka"))),
    el("div", {class: "buttons"},
      button("Pause…", {...what, action: "pause"}, "Pause " + source.source),
      toggles.some(each => each.paused)
        ? button("Resume…", {...what, action: "resume", scope: toggles.find(each => each.paused).scope}, "Resume " + source.source)
        : null,
      button("Restart lanes…", {...what, action: "restart"}, "Restart the lanes of " + source.source + " on this host")),
    el("details", {open: all.length <= 24},
      el("summary", {}, many(all.length, "partition")),
      table("Partitions of " + source.source,
        ["No.", "State", "Records behind", "Time behind", "Last hour", "Held by", "Change"],
        all.map(each => partitionRow(source, each, model, lines)), "partitions")));
}

function fact(name, value) {
  return el("div", {class: "fact"}, el("span", {class: "quiet"}, name), el("strong", {}, value));
}

function toggle(each, now) {
  return (each.partition === null ? "All partitions" : "Partition " + each.partition)
    + (each.paused ? " paused" : " let go on") + (each.scope === "fleet" ? " on the fleet" : " on this host")
    + ` since ${clock(each.since, now)} by ${each.by}, ${until(each.until, now)}`
    + (each.reason === "" ? "" : ": " + each.reason);
}

export function sources(model, lines) {
  return model.status.sources.length === 0 ? quiet("This host has no sources.")
    : [model.status.sources.map(each => sourceCard(each, model, lines)),
      (model.lag?.left_out ?? 0) === 0 ? null
        : quiet("There are too many partitions: of " + number(model.lag.left_out) + " no history is kept.")];
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
  unregistered.forEach(name => rows.push([name, pill("waits", "not known to the database"), "not known", "", "",
    rollupButton(name, paused.get(name), status)]));
  return [freshness(status.database, status.now),
    table("Rollups", ["Rollup", "State", "Complete until", "Ledger", "Counted", "Change"], rows)
      ?? quiet("No rollup is known.")];
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

export function hosts({status}) {
  return [freshness(status.database, status.now),
    table("Hosts", ["Host", "Obeys", "Heard of", "Version", "Up since"], (status.hosts ?? []).map(each => [
      [each.host, each.host === status.host ? el("span", {class: "why"}, "this one") : null],
      each.obeyed ? pill("good", "all that is set") : pill("bad", "not yet all that is set"),
      each.silent_seconds > 15 ? pill("bad", span(each.silent_seconds) + " ago") : span(each.silent_seconds) + " ago",
      each.version,
      clock(each.started, status.now),
    ])) ?? quiet("No host is known yet.")];
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
      ?? quiet("Nothing is set: everything is as config.yml says."),
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
    table("Dead letters", ["Source", "Reason", "Open", ""], (status.dead_letters ?? []).map(each => [
      each.source, words(each.reason), number(each.count),
      el("progress", {max: most, value: each.count, "aria-hidden": "true"})]), "letters")
      ?? quiet("No dead letter is open."),
    (status.losses ?? []).length === 0 ? quiet("No loss is open.") : [el("h3", {}, "Lost offsets"),
      table("Losses", ["Source", "Partition", "Offsets", "How", "Recorded"], status.losses.map(each => [
        each.source, String(each.partition),
        `${each.first_offset} to ${each.next_offset - 1} (${number(each.next_offset - each.first_offset)})`,
        [words(each.kind), el("span", {class: "why"}, each.detail)], clock(each.recorded_at, status.now)]))]];
}

export function errors({status}) {
  return table("Recent warnings and errors", ["When", "Level", "What", "Logger"],
    status.recent_errors.map(each => [
      [clock(each.at, status.now), el("span", {class: "why"}, ago(each.at, status.now))],
      pill(each.level === "ERROR" ? "bad" : "waits", each.level + (each.times > 1 ? " × " + number(each.times) : "")),
      el("span", {class: "long"}, each.message),
      el("span", {class: "long quiet"}, each.logger)]))
    ?? quiet("None since this process has started.");
}

export function audit({status, audit: told}) {
  if (told === null) {
    return quiet("Not read yet.");
  }
  return [freshness(told.database, status.now),
    table("Audit", ["When", "Who", "What", "Before and after", "Why", "Outcome"], (told.lines ?? []).map(each => [
      [clock(each.at, status.now), el("span", {class: "why"}, ago(each.at, status.now))],
      [each.who, el("span", {class: "why"}, "on " + each.host)],
      [each.action, " ", el("strong", {}, each.target), el("span", {class: "why"}, each.scope === "fleet" ? "on the fleet" : "on one host")],
      el("span", {class: "long"}, each.before === "" && each.after === "" ? "" : (each.before || "nothing") + " → " + (each.after || "nothing")),
      el("span", {class: "long"}, each.reason),
      each.outcome === "done" ? "done" : el("span", {class: "long"}, each.outcome)]))
      ?? quiet("Nothing was changed so far.")];
}
