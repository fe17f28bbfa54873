"use strict";
// The explorer: answers from settings that were computed before, which stand in the page as JSON.
// data.places[].pairs[].settings[]: at (number of each axis's value), numbers (by measure: treated,
// reference, difference; each value, low, high of 100), verdicts, ends. See experiments/report/explore.py.

const data = JSON.parse(document.getElementById("data").textContent);
const chosen = { lang: data.first, place: 0, pair: 0, measure: data.measures[0], along: 0, values: [] };
const part = (id) => document.getElementById(id);
const place = () => data.places[chosen.place];
const pair = () => place().pairs[chosen.pair];
const axes = () => place().axes;
const [TREATED, REFERENCE, DIFFERENCE] = [0, 1, 2];
const [VALUE, LOW, HIGH] = [0, 1, 2];
const MOST_FREE = 2; // axes between whose computed values an answer is interpolated
const COLOURS = ["#005a8f", "#6b7178", "#1b1f24"];

// ---- words

function say(key, values = {}) {
  const text = data.languages[chosen.lang].words[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function number(value, sign = false) {
  if (value === null) return "-";
  const digits = Math.max(data.digits, (String(Math.abs(value)).split(".")[1] || "").length);
  const text = Math.abs(value).toFixed(digits);
  const before = value < 0 ? "\u2212" : sign && value > 0 ? "+" : "";
  return before + text;
}

const rounded = (value) => Number(value.toFixed(data.digits)) + 0;
const label = (axis) => axis.labels[chosen.lang];
const shown = (value) => String(value).replace(/^-/, "\u2212");
const valueOf = (axis, value) => (axis.numeric ? shown(value) : axis.options[chosen.lang][axis.values.indexOf(value)]);
const names = () => ({ treated: pair().names[chosen.lang][0], reference: pair().names[chosen.lang][1] });
const measured = () => say("measure." + chosen.measure);

// ---- what was computed, and what lies between

const at = (setting, i) => axes()[i].values[setting.at[i]];
const numbers = (setting) => setting.numbers[chosen.measure];

// Computed settings that are as chosen in every axis but the free ones.
function alike(free) {
  return pair().settings.filter((setting) =>
    chosen.values.every((value, i) => free.includes(i) || at(setting, i) === value));
}

// The nearest computed settings around what is chosen, each with its weight; null where none are.
function around(free) {
  const known = alike(free);
  const sides = free.map((i) => sidesOf(i, known));
  let best = null;
  for (const first of sides[0]) {
    for (const second of sides[1] || [[[null, 1]]]) {
      const corners = first.flatMap(([x, one]) => second.map(([y, two]) => ({
        setting: known.find((s) => at(s, free[0]) === x && (y === null || at(s, free[1]) === y)),
        weight: one * two,
      })));
      const size = spread(first) * (sides[1] ? spread(second) : 1);
      if (corners.every((corner) => corner.setting) && (!best || size < best.size)) best = { corners, size };
    }
  }
  return best && best.corners;
}

const spread = (side) => side[1][0] - side[0][0];

// Every two values of an axis that the chosen one lies between, with their weights.
function sidesOf(i, known) {
  const value = chosen.values[i];
  const values = [...new Set(known.map((setting) => at(setting, i)))];
  const lows = values.filter((v) => v < value), highs = values.filter((v) => v > value);
  return lows.flatMap((low) => highs.map((high) => {
    const share = (value - low) / (high - low);
    return [[low, 1 - share], [high, share]];
  }));
}

function found() {
  const exact = alike([]);
  if (exact.length) return { kind: "computed", setting: exact[0], numbers: numbers(exact[0]), ends: exact[0].ends };
  const off = axes().map((axis, i) => i).filter((i) => axes()[i].numeric);
  const frees = [...off.map((i) => [i]), ...off.flatMap((i) => off.filter((j) => j > i).map((j) => [i, j]))];
  for (const free of frees.filter((each) => each.length <= MOST_FREE)) {
    const corners = around(free);
    if (corners) {
      const blind = free.find((i) => !pair().missed[i][chosen.measure]);
      return blind === undefined ? interpolated(free, corners) : { kind: "refused", unchecked: blind };
    }
  }
  return { kind: "refused" };
}

const mean = (corners, read) => corners.reduce((sum, corner) => sum + corner.weight * read(corner.setting), 0);

function interpolated(free, corners) {
  const told = [TREATED, REFERENCE, DIFFERENCE].map((row) =>
    [VALUE, LOW, HIGH].map((end) => mean(corners, (setting) => numbers(setting)[row][end])));
  const most = free.reduce((sum, i) => sum + pair().missed[i][chosen.measure].most, 0);
  told[DIFFERENCE][LOW] = Math.max(told[DIFFERENCE][LOW] - most, -100);
  told[DIFFERENCE][HIGH] = Math.min(told[DIFFERENCE][HIGH] + most, 100);
  const ends = [TREATED, REFERENCE].map((arm) =>
    whole(data.groups.map((_, group) => mean(corners, (setting) => setting.ends[arm][group]))));
  return { kind: "between", free, corners, numbers: told.map((row) => row.map(rounded)), ends };
}

// Whole numbers that add up to 100: largest remainders.
function whole(parts) {
  const counts = parts.map(Math.floor);
  const order = parts.map((_, i) => i).sort((a, b) => counts[a] - parts[a] - (counts[b] - parts[b]));
  const left = 100 - counts.reduce((a, b) => a + b, 0);
  order.slice(0, left).forEach((i) => (counts[i] += 1));
  return counts;
}

// ---- the answer

function paragraph(text, kind = "") {
  const made = document.createElement("p");
  made.className = kind;
  made.textContent = text;
  return made;
}

function showAnswer(answer, refusal) {
  const box = part("answer");
  const lines = refusal ? [paragraph(refusal, "first")] : told(answer);
  box.className = refusal ? "refused" : answer.kind === "computed" ? sideOf(answer) : answer.kind;
  box.replaceChildren(...lines);
}

const sideOf = (answer) => answer.setting.verdicts[chosen.measure];

function told(answer) {
  const [treated, reference, difference] = answer.numbers;
  const levels = { measure: measured(), mine: number(treated[VALUE]), other: number(reference[VALUE]), ...names() };
  const ends = { difference: number(difference[VALUE], true), low: number(difference[LOW], true), high: number(difference[HIGH], true) };
  const first = [paragraph(say("answer.numbers", levels), "first"), paragraph(say("answer.difference", ends))];
  return first.concat(answer.kind === "computed" ? computedLines(answer) : betweenLines(answer));
}

function computedLines(answer) {
  const { pairs, failed } = answer.setting;
  const lines = [paragraph(say("kind." + sideOf(answer), { points: data.points, ...names() })),
    paragraph(say("answer.computed", { pairs }), "source")];
  if (failed) lines.push(paragraph(say("answer.failed", { failed })));
  return lines;
}

function betweenLines(answer) {
  const near = answer.free.map((i) => {
    const ends = answer.corners.map((corner) => at(corner.setting, i));
    return say("answer.near", { axis: label(axes()[i]), low: shown(Math.min(...ends)), high: shown(Math.max(...ends)) });
  });
  const lines = [paragraph(say("answer.between", { near: near.join(say("separator")) }), "source")];
  for (const i of answer.free) {
    const missed = pair().missed[i][chosen.measure];
    lines.push(paragraph(say("answer.missed", {
      axis: label(axes()[i]), mean: number(missed.mean), most: number(missed.most), number: missed.number,
    })));
  }
  return lines.concat(paragraph(say("answer.no_verdict")));
}

function refusalOf(answer) {
  if (answer.kind !== "refused") return "";
  if (answer.unchecked !== undefined) return say("refused.unchecked", { axis: label(axes()[answer.unchecked]) });
  const moved = axes().filter((axis, i) => chosen.values[i] !== axis.values[place().start[i]]).map(label);
  return say("refused.missing", { axes: moved.join(say("separator")) });
}

// ---- a hundred icons an arm

const SVG = "http://www.w3.org/2000/svg";
const SYMBOLS = {
  completed: (x, y) => `M${x} ${y}h16v16h-16z`,
  solo: (x, y) => `M${x + 1} ${y + 1}h14v14h-14zM${x + 1} ${y + 15}l14 -14`,
  other: (x, y) => `M${x + 1.5} ${y + 8}a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z`,
  broken: (x, y) => `M${x + 2} ${y + 2}l12 12M${x + 14} ${y + 2}l-12 12`,
};

function drawing(width, height, groups) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${width} ${height}`);
  groups.forEach((group, i) => {
    const mark = document.createElementNS(SVG, "path");
    mark.setAttribute("class", group);
    mark.setAttribute("d", SYMBOLS[group]((i % 20) * 20, Math.floor(i / 20) * 20));
    made.append(mark);
  });
  return made;
}

function showEnds(answer, refusal) {
  part("ends-part").hidden = Boolean(refusal);
  if (refusal) return;
  const legend = document.createElement("ul");
  legend.className = "legend";
  for (const group of data.groups) {
    const item = document.createElement("li"), mark = drawing(16, 16, [group]);
    mark.setAttribute("aria-hidden", "true");
    item.append(mark, say("icons." + group));
    legend.append(item);
  }
  part("ends").replaceChildren(legend, ...answer.ends.map((counts, arm) => iconsOf(counts, arm)));
}

function iconsOf(counts, arm) {
  const box = document.createElement("div"), title = document.createElement("h3");
  title.textContent = pair().names[chosen.lang][arm];
  const marks = drawing(396, 96, data.groups.flatMap((group, i) => Array(counts[i]).fill(group)));
  marks.setAttribute("aria-hidden", "true");
  const values = Object.fromEntries(data.groups.map((group, i) => [group, counts[i]]));
  box.append(title, marks, paragraph(say("alt", values), "note"));
  return box;
}

// ---- the picture along one axis, and its numbers as a table

const chart = echarts.init(part("chart"), null, { renderer: "svg" });

function line() {
  const along = chosen.along;
  const order = (setting) => setting.at[along];
  return alike([along]).sort((a, b) => order(a) - order(b));
}

// What would be told of each computed setting had it been left out; null at both ends of a line.
function leftOut(settings) {
  const x = settings.map((setting) => at(setting, chosen.along));
  return settings.map((setting, i) => {
    if (i === 0 || i === settings.length - 1 || !axes()[chosen.along].numeric) return null;
    const share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
    const [before, after] = [settings[i - 1], settings[i + 1]].map((s) => numbers(s)[DIFFERENCE][VALUE]);
    return rounded(before + share * (after - before));
  });
}

function showChart() {
  part("chart-part").hidden = axes().length === 0;
  if (axes().length === 0) return;
  const settings = line(), axis = axes()[chosen.along], missed = leftOut(settings);
  part("chart-title").textContent = say("chart", { axis: label(axis) });
  part("chart").hidden = settings.length === 0;
  const notes = settings.length ? [say("chart.note")] : [say("chart.none")];
  if (missed.some((each) => each !== null)) notes.push(say("chart.missed"));
  part("chart-note").textContent = notes.join(" ");
  showTable(settings, missed, axis);
  if (!settings.length) return;
  const ends = [settings[0], settings[settings.length - 1]];
  part("chart").setAttribute("aria-label", say("chart.alt", {
    measure: measured(), axis: label(axis), number: settings.length,
    low: valueOf(axis, at(ends[0], chosen.along)), high: valueOf(axis, at(ends[1], chosen.along)),
    first: number(numbers(ends[0])[DIFFERENCE][VALUE], true), last: number(numbers(ends[1])[DIFFERENCE][VALUE], true),
  }));
  chart.resize();
  chart.setOption(picture(settings, missed, axis), true);
}

function picture(settings, missed, axis) {
  const x = (setting) => (axis.numeric ? at(setting, chosen.along) : setting.at[chosen.along]);
  const places = settings.map(x), now = chosen.values[chosen.along];
  const common = { type: "value", min: Math.min(...places), max: Math.max(...places), splitLine: { show: false }, axisLine: { onZero: false } };
  const shownX = axis.numeric ? {} : {
    min: -1, max: axis.values.length, interval: 1, axisTick: { show: false },
    axisLabel: { formatter: (v) => (axis.values[v] === undefined ? "" : valueOf(axis, axis.values[v])) },
  };
  const mark = {
    silent: true, symbol: "none", animation: false, lineStyle: { color: "#b04a00", type: "dashed" }, label: { show: false },
    data: [{ xAxis: axis.numeric ? now : axis.values.indexOf(now) }],
  };
  const text = { fontFamily: "Report, sans-serif", color: "#1b1f24" };
  return {
    animation: false, textStyle: text, aria: { enabled: false },
    title: [[say("chart.levels", { measure: measured() }), "0%"], [say("chart.difference", { measure: measured() }), "50%"]].map(
      ([title, top]) => ({ text: title, top, left: 0, textStyle: { ...text, fontSize: 14, width: part("chart").clientWidth, overflow: "break" } })),
    legend: { top: "7%", left: 0, data: [names().treated, names().reference], textStyle: text, itemGap: 18 },
    grid: [{ top: "17%", height: "24%", left: 44, right: 24 }, { top: "60%", height: "30%", left: 44, right: 24 }],
    xAxis: [0, 1].map((gridIndex) => ({ ...common, ...shownX, gridIndex })),
    yAxis: [0, 1].map((gridIndex) => ({ type: "value", gridIndex, scale: gridIndex === 0, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { formatter: shown } })),
    series: [
      ...[TREATED, REFERENCE].flatMap((row) => curve(settings, x, row, 0, mark, axis)),
      ...curve(settings, x, DIFFERENCE, 1, mark, axis),
      ...leftOutSeries(settings, x, missed),
    ],
  };
}

// A line through computed settings with a mark each, and the interval of each as an upright bar.
function curve(settings, x, row, grid, mark, axis) {
  const name = [names().treated, names().reference, say("chart.computed")][row];
  const place = { type: "line", xAxisIndex: grid, yAxisIndex: grid, color: COLOURS[row] };
  const bars = settings.flatMap((s) => [[x(s), numbers(s)[row][LOW]], [x(s), numbers(s)[row][HIGH]], [null, null]]);
  return [
    { ...place, name, symbol: ["circle", "rect", "circle"][row], symbolSize: 9, markLine: mark,
      lineStyle: { width: axis.numeric ? 2 : 0, type: row === REFERENCE ? "dashed" : "solid" },
      data: settings.map((s) => [x(s), numbers(s)[row][VALUE]]) },
    { ...place, symbol: "none", connectNulls: false, lineStyle: { width: 1.5 }, data: bars, silent: true },
  ];
}

// The error that interpolating makes: from each computed value to what leaving it out would tell.
function leftOutSeries(settings, x, missed) {
  const known = settings.map((s, i) => [x(s), numbers(s)[DIFFERENCE][VALUE], missed[i]]).filter((each) => each[2] !== null);
  const place = { xAxisIndex: 1, yAxisIndex: 1, color: "#b04a00", silent: true };
  return [
    { ...place, type: "line", symbol: "none", lineStyle: { width: 3 }, data: known.flatMap(([at, y, off]) => [[at, y], [at, off], [null, null]]) },
    { ...place, type: "scatter", symbol: "diamond", symbolSize: 13, data: known.map(([at, , off]) => [at, off]),
      itemStyle: { color: "#fff", borderColor: "#b04a00", borderWidth: 2 } },
  ];
}

function showTable(settings, missed, axis) {
  const row = (cells, tag) => {
    const made = document.createElement("tr");
    cells.forEach((text, i) => {
      const cell = document.createElement(tag === "th" || i === 0 ? "th" : "td");
      if (cell.tagName === "TH") cell.scope = tag === "th" ? "col" : "row";
      cell.textContent = text;
      made.append(cell);
    });
    return made;
  };
  const whole = ([value, low, high], sign) => `${number(value, sign)} [${number(low, sign)}, ${number(high, sign)}]`;
  const head = document.createElement("thead"), body = document.createElement("tbody"), caption = document.createElement("caption");
  caption.textContent = say("table.caption", { measure: measured() });
  head.append(row([label(axis), names().treated, names().reference, say("table.difference"), say("table.left_out")], "th"));
  settings.forEach((setting, i) => {
    const [treated, reference, difference] = numbers(setting);
    const told = missed[i] === null ? "-" : number(missed[i], true);
    body.append(row([valueOf(axis, at(setting, chosen.along)), whole(treated), whole(reference), whole(difference, true), told], "td"));
  });
  part("table").replaceChildren(caption, head, body);
}

// ---- the command, and what this rests on

function showCommand(refused) {
  const command = pair().command;
  const words = axes().map((axis, i) => axis.words[axis.values.indexOf(chosen.values[i])] || `${axis.name}=${chosen.values[i]}`);
  part("command").hidden = refused || command === null;
  part("command").textContent = [command, ...words, "--lang", chosen.lang].join(" ");
  part("command-note").textContent = say(refused ? "command.refused" : command === null ? "command.none" : "command.note");
}

function showAbout() {
  const settings = pair().settings, runs = settings.map((setting) => setting.pairs);
  const range = (list) => (Math.min(...list) === Math.max(...list) ? String(list[0]) : `${Math.min(...list)}\u2013${Math.max(...list)}`);
  const lines = [
    say("about.settings", { number: settings.length, pairs: range(runs), version: data.version }),
    ...(axes().length ? [say("about.between")] : [say("about.no_axes")]),
    say("about.measures"), data.languages[chosen.lang].words.conditional,
  ];
  part("about").replaceChildren(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

// ---- controls

function options(id, texts, current) {
  part(id).replaceChildren(...texts.map((text, i) => new Option(text, i, false, i === current)));
}

function showControls() {
  const { lang } = chosen;
  document.documentElement.lang = data.languages[lang].code;
  document.title = say("title");
  document.querySelectorAll("[data-word]").forEach((each) => (each.textContent = say(each.dataset.word)));
  document.querySelectorAll("[data-label]").forEach((each) => each.setAttribute("aria-label", say(each.dataset.label)));
  document.querySelectorAll("[data-lang]").forEach((each) => each.setAttribute("aria-pressed", each.dataset.lang === lang));
  options("place", data.places.map((each) => say("place", { name: each.names[lang], seed: each.seed })), chosen.place);
  options("pair", place().pairs.map((each) => say("pair.item", { treated: each.names[lang][0], reference: each.names[lang][1] })), chosen.pair);
  options("measure", data.measures.map((name) => say("measure." + name)), data.measures.indexOf(chosen.measure));
  options("along", axes().map(label), chosen.along);
  part("back").hidden = axes().length === 0;
  part("axes").replaceChildren(...axes().map((axis, i) => (axis.numeric ? slider(axis, i) : choice(axis, i))));
}

function choice(axis, i) {
  const box = document.createElement("div"), name = document.createElement("label"), list = document.createElement("select");
  box.className = "control";
  [name.htmlFor, list.id, name.textContent] = [`axis-${i}`, `axis-${i}`, label(axis)];
  list.append(...axis.values.map((value, n) => new Option(valueOf(axis, value), n, false, value === chosen.values[i])));
  list.addEventListener("change", () => move(i, axis.values[Number(list.value)]));
  box.append(name, list);
  return box;
}

function slider(axis, i) {
  const box = document.createElement("fieldset"), title = document.createElement("legend"), row = document.createElement("div");
  const slide = document.createElement("input"), typed = document.createElement("input");
  box.className = "control";
  row.className = "slide";
  title.textContent = label(axis);
  Object.assign(slide, { type: "range", id: `axis-${i}`, min: 0, max: axis.stops.length - 1, step: 1 });
  Object.assign(typed, { type: "text", id: `typed-${i}`, inputMode: "decimal", autocomplete: "off" });
  slide.setAttribute("aria-label", label(axis));
  typed.setAttribute("aria-label", say("typed", { axis: label(axis) }));
  const follow = (text) => {
    const near = axis.stops.map((stop) => Math.abs(stop - chosen.values[i]));
    slide.value = near.indexOf(Math.min(...near));
    slide.setAttribute("aria-valuetext", shown(chosen.values[i]));
    if (text) typed.value = String(chosen.values[i]);
  };
  slide.addEventListener("input", () => { chosen.values[i] = axis.stops[Number(slide.value)]; follow(true); chosen.along = i; show(); });
  typed.addEventListener("change", () => type(axis, i, typed, follow));
  follow(true);
  const computed = paragraph(say("axis.computed", { values: axis.values.map(shown).join(say("separator")) }), "ticks");
  row.append(slide, typed);
  box.append(title, row, computed);
  return box;
}

// A value that was typed: refused outside what was computed, and then nothing is told.
function type(axis, i, typed, follow) {
  const text = typed.value.trim().replace("\u2212", "-"), value = Number(text);
  const low = axis.values[0], high = axis.values[axis.values.length - 1];
  const values = { axis: label(axis), value: text, low: shown(low), high: shown(high) };
  const wrong = text === "" || !Number.isFinite(value) ? "number" : value < low || value > high ? "outside" : axis.whole && !Number.isInteger(value) ? "whole" : "";
  typed.setAttribute("aria-invalid", Boolean(wrong));
  chosen.along = i;
  if (wrong) return show(say("refused." + wrong, values));
  chosen.values[i] = value;
  follow(false);
  show();
}

function move(i, value) {
  chosen.values[i] = value;
  chosen.along = i;
  show();
}

// A refused value doesn't stay where its answer would be looked for.
function takeBack() {
  axes().forEach((axis, i) => {
    const typed = part(`typed-${i}`);
    if (typed && typed.getAttribute("aria-invalid") === "true") {
      typed.value = String(chosen.values[i]);
      typed.setAttribute("aria-invalid", "false");
    }
  });
}

function show(refusal = "") {
  if (!refusal) takeBack();
  const answer = found(), why = refusal || refusalOf(answer);
  part("along").value = chosen.along;
  showAnswer(answer, why);
  showEnds(answer, why);
  showChart();
  showCommand(Boolean(why));
  showAbout();
}

function start() {
  chosen.values = axes().map((axis, i) => axis.values[place().start[i]]);
  chosen.along = Math.max(axes().findIndex((axis) => axis.numeric), 0);
  redraw();
}

function redraw() {
  showControls();
  show();
}

part("place").addEventListener("change", (event) => { chosen.place = Number(event.target.value); chosen.pair = 0; start(); });
part("pair").addEventListener("change", (event) => { chosen.pair = Number(event.target.value); show(); });
part("measure").addEventListener("change", (event) => { chosen.measure = data.measures[Number(event.target.value)]; show(); });
part("along").addEventListener("change", (event) => { chosen.along = Number(event.target.value); show(); });
part("back").addEventListener("click", start);
document.querySelectorAll("[data-lang]").forEach((each) =>
  each.addEventListener("click", () => { chosen.lang = each.dataset.lang; redraw(); }));
window.addEventListener("resize", showChart);
document.querySelector("main").hidden = false;
document.fonts.ready.then(start);
