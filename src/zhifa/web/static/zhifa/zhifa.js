// Keys, panels, dates and capitals as typed, tables with rows. Everything works without it, only slower:
// law marks are links, tables carry rows, amounts are checked on the server.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // ---- money in capitals; the same words as zhifa.core.values.capitals ----
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const four = (number) => {
    let said = "", pending = false;
    for (const [place, unit] of [[1000, "仟"], [100, "佰"], [10, "拾"], [1, ""]]) {
      const digit = Math.floor(number / place) % 10;
      if (digit) { said += (pending && said ? "零" : "") + DIGITS[digit] + unit; pending = false; } else pending = true;
    }
    return said;
  };
  const capitals = (fen) => {
    if (fen < 0) return "负" + capitals(-fen);
    const whole = Math.floor(fen / 100), rest = fen % 100, jiao = Math.floor(rest / 10), cents = rest % 10;
    let said = "", gap = false;
    for (const [size, unit] of [[1e12, "兆"], [1e8, "亿"], [1e4, "万"], [1, ""]]) {
      const group = Math.floor(whole / size) % 10000;
      if (group) { said += (said && (gap || group < 1000) ? "零" : "") + four(group) + unit; gap = false; }
      else gap = gap || Boolean(said);
    }
    said = said ? said + "元" : rest ? "" : "零元";
    if (!rest) return said + "整";
    said += jiao ? DIGITS[jiao] + "角" : whole ? "零" : "";
    return said + (cents ? DIGITS[cents] + "分" : jiao ? "" : "整");
  };
  const readMoney = (text) => {
    const cleaned = text.trim().replace(/[,，\s]/g, "").replace(/元$/, "");
    if (!cleaned) return null;
    const parts = /^(-?)(\d{1,13})(?:\.(\d{0,2}))?$/.exec(cleaned);
    if (!parts) return NaN;
    return (parts[1] ? -1 : 1) * (Number(parts[2]) * 100 + Number(((parts[3] || "") + "00").slice(0, 2)));
  };
  const showMoney = (input) => {
    const out = document.getElementById(input.id + "-capitals");
    if (!out) return;
    const fen = readMoney(input.value);
    out.textContent = fen === null ? "" : Number.isNaN(fen) ? "写作 200 或 200.50，最多两位小数" : capitals(fen);
  };

  // ---- dates: 0305, 3.5, 2024/3/5, 今天, 昨天 become 2024-03-05 on leaving the field ----
  const two = (number) => String(number).padStart(2, "0");
  const iso = (d) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  const today = () => {
    const named = document.body.dataset.today;
    return named ? new Date(named + "T00:00:00") : new Date();
  };
  const readDay = (text) => {
    const typed = text.trim(), now = today();
    const back = { 今天: 0, 昨天: 1, 前天: 2 }[typed];
    if (back !== undefined) { now.setDate(now.getDate() - back); return now; }
    let parts = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(typed) || /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
    let year, month, date;
    if (parts) [year, month, date] = parts.slice(1).map(Number);
    else {
      parts = /^(\d{1,2})[-./月](\d{1,2})日?$/.exec(typed) || /^(\d{2})(\d{2})$/.exec(typed);
      if (!parts) return null;
      [month, date] = parts.slice(1).map(Number);
      year = now.getFullYear();
      if (new Date(year, month - 1, date) > new Date(now.getTime() + 180 * 864e5)) year -= 1;
    }
    const day = new Date(year, month - 1, date);
    return day.getMonth() === month - 1 && day.getDate() === date ? day : null;
  };
  const readTime = (text) => {
    const parts = /^(\d{1,2})[:：时.]?(\d{2})分?$/.exec(text.trim());
    return parts && Number(parts[1]) < 24 && Number(parts[2]) < 60 ? `${two(parts[1])}:${parts[2]}` : null;
  };
  const showDay = (input, tidy) => {
    const out = document.getElementById(input.id + "-said"), typed = input.value.trim();
    const [head, tail] = typed.split(/[\sT]+/, 2);
    const day = head ? readDay(head) : null, time = tail ? readTime(tail) : null;
    if (tidy && day && (!tail || time)) input.value = iso(day) + (time ? " " + time : "");
    if (!out) return;
    if (!typed) { out.textContent = ""; return; }
    if (!day || (tail && !time)) { out.textContent = tidy ? "没有看懂，写作 2024-03-05 或 3.5" : ""; return; }
    const gap = Math.round((today().setHours(0, 0, 0, 0) - day.getTime()) / 864e5);
    const far = gap === 0 ? "今天" : gap > 0 ? `${gap} 天前` : `${-gap} 天后`;
    out.textContent = `周${"日一二三四五六"[day.getDay()]} · ${far}`;
  };
  const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

  // ---- officers, files, editable tables ----
  const countOfficers = (box) => {
    const chosen = $$("input[type=checkbox]:checked", box).length, needed = Number(box.dataset.officers || 0);
    const short = needed - chosen, unit = box.dataset.unit || "名";
    $("[data-chosen]", box).textContent = `已选 ${chosen} ${unit}` + (needed ? (short > 0 ? `，还差 ${short} ${unit}` : `，已够 ${needed} ${unit}`) : "");
  };
  const nameFiles = (input) => {
    const files = Array.from(input.files || []), out = $("output", input.closest("[data-drop]"));
    const size = files.reduce((sum, file) => sum + file.size, 0) / 1048576;
    const said = size < 0.1 ? `${Math.ceil(size * 1024)} KB` : `${size.toFixed(1)} MB`;
    out.textContent = files.length ? `${files.map((file) => file.name).join("、")}（${said}）` : "";
  };
  const renumber = (editor) => {
    const rows = $$("tbody > tr:not(.row-error)", editor);
    rows.forEach((row, index) => {
      $(".no", row).textContent = index + 1;
      $$("[name]", row).forEach((control) => {
        const column = control.name.slice(control.name.lastIndexOf("-") + 1);
        control.name = `${editor.dataset.editor}-${index}-${column}`;
      });
    });
    $("[data-rows]", editor).textContent = `共 ${rows.length} 行`;
  };
  const addRow = (editor) => {
    $("tbody", editor).append($("template", editor).content.cloneNode(true));
    renumber(editor);
    const last = $("tbody > tr:last-child", editor);
    const first = last && $("input, select", last);
    if (first) first.focus();
  };

  // ---- panel and confirmation ----
  const panel = $("#panel");
  const openPanel = (href) => {
    if (!panel || !window.htmx) { location.href = href; return; }
    window.htmx.ajax("GET", href, { target: "#panel-body", swap: "innerHTML" }).then(() => {
      if (!panel.open) panel.showModal();
      panel.scrollTop = 0;
    });
  };
  const confirmThen = (text, go) => {
    const box = $("#confirm");
    $("#confirm-text").textContent = text;
    $("[data-yes]", box).onclick = () => { box.close(); go(); };
    $("[data-no]", box).onclick = () => box.close();
    box.showModal();
    $("[data-no]", box).focus();
  };

  // ---- lists by keyboard ----
  const rows = () => $$("table[data-keys] tbody tr[data-href]").filter((row) => row.offsetParent !== null);
  const move = (step) => {
    const all = rows(), at = all.findIndex((row) => row.classList.contains("chosen"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    if (!next) return;
    all.forEach((row) => row.classList.remove("chosen"));
    next.classList.add("chosen");
    const link = $(".row-link", next) || $("a", next);
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox],[type=radio]), textarea, select, dialog[open]");
    if (event.key === "Enter" && event.target.matches("[data-editor] input") && !event.isComposing) {
      event.preventDefault();
      addRow(event.target.closest("[data-editor]"));
      return;
    }
    if (event.key === "Escape" && event.target.matches("[data-filter], [data-search]")) { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      const box = $("[data-filter]") || $("[data-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?") { const keys = $("#keys"); if (keys) keys.showModal(); }
    else if (/^[1-9]$/.test(event.key)) { const link = $(`[data-evidence="${event.key}"]`); if (link) openPanel(link.href); }
    else if (event.key === "n" || event.key === "p") { const link = $(`[data-key="${event.key}"]`); if (link) link.click(); }
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const mark = target.closest("a[data-panel]");
    if (mark && plain) { event.preventDefault(); event.stopPropagation(); openPanel(mark.href); return; }
    const asks = target.closest("[data-confirm]");
    if (asks && !asks.dataset.sure) {
      event.preventDefault();
      confirmThen(asks.dataset.confirm, () => { asks.dataset.sure = "1"; asks.click(); delete asks.dataset.sure; });
      return;
    }
    if (target.closest("[data-add]")) addRow(target.closest("[data-editor]"));
    else if (target.closest("[data-remove]")) {
      const editor = target.closest("[data-editor]"), row = target.closest("tr");
      if (row.nextElementSibling && row.nextElementSibling.matches(".row-error")) row.nextElementSibling.remove();
      row.remove();
      renumber(editor);
      changed($("[data-add]", editor));
    } else if (target.closest("[data-pick]")) {
      const native = $(".native-date", target.closest(".with-picker"));
      if (native.showPicker) native.showPicker();
    } else if (target.closest("[data-now]")) {
      const input = $("[data-date]", target.closest(".field")), now = new Date();
      input.value = `${iso(now)} ${two(now.getHours())}:${two(now.getMinutes())}`;
      showDay(input, true);
      changed(input);
    } else if (target.closest("button[data-keys]")) { const keys = $("#keys"); if (keys) keys.showModal(); }
    else if (target === panel) panel.close();
    else {
      const row = target.closest("tr[data-href]");
      const busy = target.closest("a, button, input, select, label") || String(getSelection());
      if (row && plain && !busy) location.href = row.dataset.href;
    }
  });

  document.addEventListener("input", (event) => {
    const target = event.target;
    if (target.matches("[data-money]")) showMoney(target);
    else if (target.matches("[data-date]")) showDay(target, false);
    else if (target.matches("[data-officers] input[type=checkbox]")) countOfficers(target.closest("[data-officers]"));
    else if (target.matches("[data-narrow]")) {
      const wanted = target.value.trim();
      $$(".officer-list label", target.closest("[data-officers]")).forEach((label) => {
        label.hidden = Boolean(wanted) && !label.textContent.includes(wanted) && !$("input", label).checked;
      });
    }
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.matches("[data-drop] input[type=file]")) nameFiles(target);
    else if (target.matches(".native-date")) {
      const input = $("[data-date]", target.closest(".with-picker"));
      input.value = target.value.replace("T", " ");
      showDay(input, true);
      changed(input);
    }
  });
  document.addEventListener("focusout", (event) => { if (event.target.matches("[data-date]")) showDay(event.target, true); });
  for (const kind of ["dragenter", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest && event.target.closest("[data-drop]");
      if (zone) zone.classList.toggle("over", kind === "dragenter");
    });
  }

  // ---- a figure of a checked report leads to what was found: a finding that is filtered away comes back ----
  window.addEventListener("hashchange", () => {
    const note = location.hash.startsWith("#n") && $(".check-notes " + location.hash);
    if (!note || note.checkVisibility()) return;
    const open = $("#show-open"), state = note.className.split("note-").pop();
    (open && state !== "holds" ? open : $("#show-" + state)).checked = true;
    note.scrollIntoView({ block: "nearest" });
  });

  // ---- what a phone keeps folded so that the first screen shows the thing itself ----
  const narrow = window.matchMedia("(max-width: 640px)");
  const countDown = (out) => {
    const end = Date.now() + Number(out.dataset.countdown) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      out.textContent = `还有 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒`;
      if (left > 0) setTimeout(tick, 1000);
      else if (out.isConnected) out.closest("form").requestSubmit();
    };
    tick();
  };
  const fold = (root) => $$("details[data-fold]", root).forEach((part) => { part.open = !narrow.matches; });
  narrow.addEventListener("change", () => fold(document));

  // ---- what is chosen in a strip wider than the screen is what one sees of it ----
  const showHere = (strip) => {
    const here = $("[aria-current]", strip);
    if (!here || strip.scrollWidth <= strip.clientWidth) return;
    const [inner, outer] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  };

  const prepare = (root) => {
    fold(root);
    $$("[data-money]", root).forEach((input) => { if (input.value) showMoney(input); });
    $$("[data-date]", root).forEach((input) => { if (input.value) showDay(input, false); });
    $$("[data-officers]", root).forEach(countOfficers);
    $$("[data-countdown]", root).forEach(countDown);
    $$(".phases, .filters, .tabs, .section-tabs ul", root).forEach(showHere);
    const focus = $("[data-focus]", root);
    if (focus) focus.focus();
  };
  document.addEventListener("htmx:load", (event) => {
    const loaded = event.detail.elt;
    prepare(loaded);
    if (loaded.matches(".field-note")) {
      const control = $(".control", loaded.closest(".field") || loaded);
      if (control) control.setAttribute("aria-invalid", String(Boolean(loaded.textContent)));
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const draft = event.target.closest(".draft");
    if (draft) draft.textContent = "草稿没有存上，内容仍在本页，请不要关闭";
  });
  document.addEventListener("htmx:sendError", (event) => {
    const draft = event.target.closest(".draft");
    if (draft) draft.textContent = "网络断开，草稿没有存上，内容仍在本页";
  });
  if (!window.htmx) document.addEventListener("DOMContentLoaded", () => prepare(document));
  window.zhifaWords = Object.freeze({ capitals, readMoney, readDay: (text) => { const day = readDay(text); return day && iso(day); } });
})();
