// <register-grid> makes a week's register quick to type. Without JavaScript it is a plain form.
//
// Arrow keys move between sessions. A finished code moves to the next pupil; this is said above the
// table and can be switched off. Fill down copies a code to the blanks below.

const MOVE_ON = "register-moves-on";
const MAY_GO_ON = new Set(["C", "J", "L", "Y"]); // codes that may have another character

class RegisterGrid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    if (!this.table || this.ready) return;
    this.ready = true;
    this.meanings = new Map(
      [...document.querySelectorAll("[data-code]")].map((item) => [item.dataset.code, item.textContent]),
    );
    this.grid = [...this.table.tBodies[0].rows].map((row) =>
      [...row.cells].slice(1).map((cell) => cell.querySelector("input")),
    );
    this.drawTools();
    this.table.addEventListener("keydown", (event) => this.onKey(event));
    this.table.addEventListener("input", (event) => this.onInput(event));
    this.table.addEventListener("focusin", (event) => this.onFocus(event));
    this.querySelector("[data-fill-blanks]")?.addEventListener("click", (event) => this.fillBlanks(event));
    this.querySelector("form").addEventListener("submit", () => (this.saving = true));
    window.addEventListener("beforeunload", (event) => this.warn(event));
  }

  drawTools() {
    this.tools = document.createElement("div");
    this.tools.className = "register-tools";
    this.tools.innerHTML =
      '<label class="register-tools__label"><input type="checkbox" checked> Move to the next pupil after each code</label>' +
      '<button type="button" class="register-tools__button">Fill down (Alt and ↓)</button>' +
      '<p class="register-tools__now">Arrow keys move between sessions. Enter saves.</p>';
    this.querySelector("form").prepend(this.tools);
    this.moves = this.tools.querySelector("input");
    this.now = this.tools.querySelector(".register-tools__now");
    this.moves.checked = this.remembered() !== "no";
    this.moves.addEventListener("change", () => this.remember(this.moves.checked ? "yes" : "no"));
    this.tools.querySelector("button").addEventListener("click", () => this.fillDown(this.last));
  }

  remembered() {
    try { return localStorage.getItem(MOVE_ON); } catch { return null; }
  }

  remember(value) {
    try { localStorage.setItem(MOVE_ON, value); } catch { /* a browser may refuse: the choice lasts for this page */ }
  }

  place(input) {
    const row = this.grid.findIndex((inputs) => inputs.includes(input));
    return row < 0 ? null : { row, column: this.grid[row].indexOf(input) };
  }

  move(from, down, right) {
    let { row, column } = from;
    for (;;) {
      row += down;
      column += right;
      if (row < 0 || column < 0 || row >= this.grid.length || column >= this.grid[row].length) return false;
      if (this.grid[row][column]) {
        this.grid[row][column].focus();
        this.grid[row][column].select();
        return true;
      }
    }
  }

  onKey(event) {
    const input = event.target;
    const at = input.matches("input") && this.place(input);
    if (!at || event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (event.key === "ArrowDown") { event.preventDefault(); this.fillDown(input); }
      return;
    }
    const start = input.selectionStart === 0;
    const end = input.selectionEnd === input.value.length;
    const moves = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0],
      ArrowLeft: start ? [0, -1] : null, ArrowRight: end ? [0, 1] : null,
    }[event.key];
    if (moves && this.move(at, ...moves)) event.preventDefault();
  }

  onInput(event) {
    const input = event.target;
    const at = this.place(input);
    if (!at) return;
    this.mark(input);
    const code = input.value.trim().toUpperCase();
    this.explain(code);
    const done = code.length === 2 || (code.length === 1 && !MAY_GO_ON.has(code));
    const known = this.meanings.has(code) || code === "/" || code === "\\";
    if (this.moves.checked && event.inputType?.startsWith("insert") && done && known) this.move(at, 1, 0);
  }

  onFocus(event) {
    if (!this.place(event.target)) return;
    this.last = event.target;
    event.target.select();
    this.explain(event.target.value.trim().toUpperCase());
  }

  mark(input) {
    input.classList.toggle("is-unsaved", input.value !== input.defaultValue);
  }

  explain(text) {
    const code = text.split(/[\s\d]/)[0] === "L" ? "L" : text;
    const present = code === "/" || code === "\\";
    const meaning = present ? "Present" : this.meanings.get(code);
    this.now.textContent = code && meaning ? `${code}: ${meaning}` : "Arrow keys move between sessions. Enter saves.";
  }

  say(text) {
    this.querySelector("[data-live]").textContent = text;
    this.now.textContent = text;
  }

  fillDown(input) {
    const at = input && this.place(input);
    if (!at || !input.value.trim()) {
      this.say("First type a code in a box, then fill down.");
      return;
    }
    const below = this.grid.slice(at.row + 1).map((row) => row[at.column]);
    const blanks = below.filter((other) => other && !other.value.trim());
    blanks.forEach((other) => { other.value = input.value; this.mark(other); });
    this.say(`Filled ${blanks.length} ${blanks.length === 1 ? "blank" : "blanks"} below with ${input.value}.`);
    input.focus();
  }

  fillBlanks(event) {
    event.preventDefault();
    let number = 0;
    for (const row of this.grid) {
      row.forEach((input, column) => {
        if (!input || input.value.trim()) return;
        input.value = column % 2 ? "\\" : "/";
        this.mark(input);
        number += 1;
      });
    }
    this.say(`${number} ${number === 1 ? "blank" : "blanks"} filled in as present. Check the register, then save it.`);
    this.now.scrollIntoView({ block: "center" });
  }

  warn(event) {
    if (!this.saving && this.querySelector(".is-unsaved")) event.preventDefault();
  }
}

customElements.define("register-grid", RegisterGrid);
